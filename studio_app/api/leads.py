"""`POST /api/v1/leads`: a lead comes in from a form, a messenger bot or another program."""

from typing import Any, Literal

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, ConfigDict, Field

from studio_app.adapters.texts.catalogue import pick
from studio_app.api.body import read_json
from studio_app.api.problems import Problem, ProblemRoute
from studio_app.bootstrap import services
from studio_app.core.checking import Checks
from studio_app.domain.actors import Actor, ActorKind
from studio_app.domain.leads.intake.content import normalise
from studio_app.domain.leads.intake.promises import Follows
from studio_app.domain.leads.intake.schemas import LeadIn

router = APIRouter(prefix="/api/v1", tags=["leads"], route_class=ProblemRoute)


class LeadRequest(BaseModel):
    """A possible sale. An e-mail address or a phone number is needed to answer."""

    model_config = ConfigDict(strict=True)

    name: str = Field(json_schema_extra={"minLength": 1, "maxLength": 160}, examples=["Maria Belova"])
    email: str | None = Field(None, json_schema_extra={"format": "email"}, examples=["maria@example.com"])
    phone: str | None = Field(None, description="Any usual notation; Russian unless it names a country.")
    message: str | None = Field(None, json_schema_extra={"maxLength": 10_000})
    source: str | None = Field(None, description="The key of a channel, kept word for word.", examples=["telegram"])
    company: str | None = Field(None, json_schema_extra={"maxLength": 200})
    answers: dict[str, Any] | None = Field(None, description="Answers to questions of the brief by their keys.")
    utm: dict[str, Any] | None = Field(None, description="Campaign marks, kept as they are.")
    locale: str | None = Field(None, description="Language of the person: ru or en.", examples=["ru"])
    consent: str | None = Field(None, description="Version of the consent text the person has agreed to.")


class LeadAnswer(BaseModel):
    """Which lead it became."""

    id: str
    status: Literal["created", "repeated"]
    follows: Follows = Field(
        description="What the person may be told: letter (unless they are known, a letter goes to their address at "
        "once; those who are known hear from a person), call (only a phone number is there), person (somebody looks "
        "at it first)."
    )


_REFUSALS: dict[int | str, dict[str, Any]] = {
    status: {"model": Problem, "content": {"application/problem+json": {}}, "description": why}
    for status, why in (
        (400, "Not JSON"),
        (413, "Longer than 64 kB"),
        (422, "Fields are missing or unusable; `errors` names each with its reason"),
        (429, "Too many leads from this address; see Retry-After"),
        (503, "The studio is not set up yet"),
    )
}
_BODY = {
    "requestBody": {
        "required": True,
        "content": {"application/json": {"schema": LeadRequest.model_json_schema()}},
    },
    "parameters": [
        {
            "name": "Idempotency-Key",
            "in": "header",
            "required": False,
            "schema": {"type": "string", "maxLength": 200},
            "description": "The same key makes one lead, however often it is posted.",
        }
    ],
}


@router.post(
    "/leads",
    status_code=201,
    response_model=LeadAnswer,
    responses={200: {"model": LeadAnswer, "description": "The lead was here already"}, **_REFUSALS},
    openapi_extra=_BODY,
    summary="Send a lead",
)
async def post_lead(request: Request, response: Response) -> LeadAnswer:
    """Take a lead in; its deal is made right after. The same lead within ten minutes gives the first one back."""
    lead = await _lead(request)
    actor = _caller(request)
    limiter = services().lead_limiter
    limiter.take(actor.ip)
    created = False
    try:
        accepted = await services().lead_inbox.take(actor, lead=lead)
        created = accepted.created
    finally:
        if not created:
            limiter.give_back(actor.ip)
    response.status_code = 201 if created else 200
    promise = await services().lead_inbox.promise(accepted.lead_id)
    status = "created" if created else "repeated"
    return LeadAnswer(id=accepted.lead_id, status=status, follows=promise.follows)


async def _lead(request: Request) -> LeadIn:
    """What was posted. Raises InvalidFields: where the shape is wrong, with all that is wrong besides."""
    checks = Checks()
    body = await read_json(request, LeadRequest, checks)
    lead = _lead_in(body, request)
    if checks:
        checks.read(lambda: normalise(lead), otherwise=lead)
    checks.done()
    return lead


def _lead_in(body: LeadRequest, request: Request) -> LeadIn:
    return LeadIn(
        name=body.name or "",
        email=body.email or "",
        phone=body.phone or "",
        message=body.message or "",
        source=body.source or "",
        company=body.company or "",
        answers=body.answers or {},
        utm=body.utm or {},
        idempotency_key=request.headers.get("idempotency-key"),
        consent_version=body.consent or "",
        locale=pick(body.locale or "ru"),
    )


def _caller(request: Request) -> Actor:
    peer = request.client.host if request.client else ""
    return Actor(
        kind=ActorKind.CLIENT,
        ip=services().visitor_ip(peer=peer, forwarded_for=request.headers.get("x-forwarded-for", "")),
        user_agent=request.headers.get("user-agent", ""),
    )
