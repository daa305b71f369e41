"""What the board offers to choose from, as its component gets it."""

from typing import cast

from studio_app.domain.board.options import BoardOptions, Named, View
from studio_app.workspace.board.views import short
from studio_app.workspace.board.wire import values


def options_view(options: BoardOptions, locale: str, *, me: str) -> values.Options:
    """Pipelines, people, teams, channels, tags, views and habits, in the reader's language."""
    return {
        "me": short(me),
        "zone": options.timezone,
        "pipelines": [_named(one, locale) for one in options.pipelines],
        "people": [
            {"key": short(one.id), "id": one.id, "name": one.name, "team": one.team, "active": one.active}
            for one in options.people
        ],
        "channels": [{**_named(one, locale), "active": one.active} for one in options.channels],
        "tags": [{"id": one.id, "name": one.name, "colour": one.colour, "active": one.active} for one in options.tags],
        "views": [_view(one) for one in options.views],
        "habits": cast("values.Habits", dict(options.habits)),  # kept only if they are known
    }


def _view(view: View) -> values.View:
    return {"id": view.id, "name": view.name, "query": view.query, "shared": view.shared, "own": view.own}


def _named(one: Named, locale: str) -> values.Named:
    return {"id": one.id, "name": one.name_en if locale == "en" else one.name_ru}
