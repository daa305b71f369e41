"""The portal's routes together, and what it answers when a use case says no."""

from fastapi import APIRouter

router = APIRouter(include_in_schema=False)
