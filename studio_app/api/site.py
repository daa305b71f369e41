"""The API's routes together."""

from fastapi import APIRouter

router = APIRouter()
