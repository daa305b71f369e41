"""What is planned on the deal; where nothing is, the page asks and proposes."""

import reflex as rx

from studio_app.domain.accounts.permissions import Permission
from studio_app.domain.tasks.service import MAX_TITLE_LENGTH
from studio_app.workspace.components.counted import counted
from studio_app.workspace.deal.tasks.rows import NO_REMINDER, IdeaRow, TaskRow
from studio_app.workspace.deal.tasks.state import TASK_FORM, TasksState
from studio_app.workspace.i18n import tr
from studio_app.workspace.rights import has, shown_to
from studio_app.workspace.theme import MUTED

_REMINDERS = (NO_REMINDER, "0", "15", "60", "1440")


def tasks() -> rx.Component:
    """The plan."""
    return rx.el.section(
        rx.heading(tr("deal.tasks"), size="3", as_="h2"),
        rx.cond(TasksState.ideas, shown_to(Permission.EDIT_DEALS, _ask())),
        rx.cond(
            TasksState.tasks,
            rx.el.ul(rx.foreach(TasksState.tasks, _task), class_name="deal-tasks"),
            rx.cond(has(Permission.EDIT_DEALS), rx.cond(TasksState.ideas, rx.fragment(), _nothing()), _nothing()),
        ),
        rx.cond(TasksState.done, rx.el.ul(rx.foreach(TasksState.done, _done), class_name="deal-tasks")),
        shown_to(Permission.EDIT_DEALS, _form()),
        _dialog(),
        class_name="deal-section",
        id="deal-plan",
    )


def _nothing() -> rx.Component:
    return rx.text(tr("deal.tasks_empty"), size="2", color=MUTED)


def _ask() -> rx.Component:
    return rx.el.div(
        rx.text(tr("deal.ask_next"), size="2", weight="medium"),
        rx.el.div(rx.foreach(TasksState.ideas, _idea), class_name="deal-ideas"),
        class_name="deal-ask",
    )


def _idea(idea: IdeaRow, place: int) -> rx.Component:
    return rx.button(
        rx.icon("plus", size=14),
        idea.label,
        on_click=TasksState.plan_idea(place),
        variant="surface",
        color_scheme="gray",
        size="1",
    )


def _task(task: TaskRow) -> rx.Component:
    return rx.el.li(
        rx.checkbox(
            checked=False,
            disabled=~has(Permission.EDIT_DEALS),
            on_change=lambda _: TasksState.tick(task.id),
            aria_label=tr("deal.task_done", title=task.title),
        ),
        rx.el.div(
            rx.text(task.title, size="2"),
            rx.el.p(
                rx.cond(
                    task.due != "",
                    rx.el.span(task.due, class_name=rx.cond(task.overdue, "deal-overdue num", "num")),
                ),
                rx.cond(task.overdue, rx.el.span(tr("deal.overdue"), class_name="deal-overdue")),
                rx.cond(task.who != "", rx.el.span(task.who)),
                rx.cond(task.remind != NO_REMINDER, rx.icon("bell", size=12, aria_label=tr("deal.task_remind"))),
                class_name="deal-task-meta",
            ),
            class_name="deal-task-what",
        ),
        shown_to(
            Permission.EDIT_DEALS,
            rx.icon_button(
                rx.icon("pencil", size=14),
                on_click=TasksState.edit(task.id),
                variant="ghost",
                color_scheme="gray",
                aria_label=tr("deal.task_edit", title=task.title),
            ),
        ),
        key=task.id,
    )


def _done(task: TaskRow) -> rx.Component:
    return rx.el.li(
        rx.icon("check", size=16, color=rx.color("green", 11)),
        rx.text(task.title, size="2", color=MUTED, class_name="deal-struck"),
        shown_to(
            Permission.EDIT_DEALS,
            rx.button(
                rx.icon("undo-2", size=14),
                tr("deal.take_back"),
                on_click=TasksState.untick(task.id),
                variant="soft",
                size="1",
            ),
        ),
        key=task.id,
        class_name="deal-fleeting",
        style={"--left": task.undo},
    )


def _form() -> rx.Component:
    return rx.form(
        counted(
            rx.input,
            MAX_TITLE_LENGTH,
            name="title",
            placeholder=tr("deal.task_placeholder"),
            aria_label=tr("deal.task_placeholder"),
            required=True,
        ),
        rx.input(name="due", type="date", aria_label=tr("deal.task_due")),
        rx.input(name="time", type="time", aria_label=tr("deal.task_time")),
        _people(TasksState.manager_id),
        _reminder("15"),
        rx.button(tr("deal.task_add"), type="submit", variant="soft"),
        on_submit=TasksState.plan,
        id=TASK_FORM,
        class_name="deal-task-form",
    )


def _dialog() -> rx.Component:
    task = TasksState.editing
    return rx.dialog.root(
        rx.dialog.content(
            rx.dialog.title(tr("deal.task_change")),
            rx.form(
                counted(
                    rx.input,
                    MAX_TITLE_LENGTH,
                    name="title",
                    default_value=task.title,
                    aria_label=tr("deal.task_placeholder"),
                    read_only=task.fixed,
                    required=True,
                ),
                rx.input(name="due", type="date", default_value=task.day, aria_label=tr("deal.task_due")),
                rx.input(name="time", type="time", default_value=task.time, aria_label=tr("deal.task_time")),
                _people(task.assignee_id),
                _reminder(task.remind),
                rx.el.div(
                    rx.dialog.close(rx.button(tr("deal.cancel"), type="button", variant="soft", color_scheme="gray")),
                    rx.button(tr("deal.save"), type="submit"),
                    class_name="deal-dialog-actions",
                ),
                on_submit=TasksState.replan,
                class_name="deal-task-form",
            ),
            max_width="420px",
        ),
        open=task.id != "",
        on_open_change=TasksState.close,
    )


def _people(chosen: rx.Var[str] | str) -> rx.Component:
    return rx.el.select(
        rx.foreach(TasksState.people, lambda person: rx.el.option(person.name, value=person.id)),
        name="assignee",
        default_value=chosen,
        key=chosen,
        aria_label=tr("deal.task_assignee"),
        class_name="native-select",
    )


def _reminder(chosen: rx.Var[str] | str) -> rx.Component:
    return rx.el.select(
        *(rx.el.option(tr(f"deal.remind.{one}"), value=one) for one in _REMINDERS),
        name="remind",
        default_value=chosen,
        aria_label=tr("deal.task_remind"),
        class_name="native-select",
    )
