"""Errors as `application/problem+json` (RFC 9457); never the text of an exception."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from ui.access.who import Forbidden
from ui.services.reader import Unreachable

log = logging.getLogger(__name__)


def problem(status: int, detail: str, **more: object) -> JSONResponse:
    """Return an error as programs read it."""
    body = {"type": "about:blank", "title": HTTPStatus(status).phrase, "status": status, "detail": detail, **more}
    return JSONResponse(body, status, media_type="application/problem+json")


def told(api: FastAPI) -> None:
    """Have every error of `api` told as a problem."""

    @api.exception_handler(HTTPException)
    def refused(_: Request, error: HTTPException) -> JSONResponse:
        answer = problem(error.status_code, str(error.detail))
        answer.headers.update(error.headers or {})
        return answer

    @api.exception_handler(RequestValidationError)
    def invalid(_: Request, error: RequestValidationError) -> JSONResponse:
        errors = [
            {"pointer": "/".join(str(part) for part in one["loc"]), "detail": one["msg"]} for one in error.errors()
        ]
        return problem(422, "What was asked is not valid.", errors=errors)

    @api.exception_handler(Forbidden)
    def forbidden(_: Request, __: Forbidden) -> JSONResponse:
        return problem(403, "Your role, or that of the token, does not allow this.")

    @api.exception_handler(Unreachable)
    def away(_: Request, __: Unreachable) -> JSONResponse:
        return problem(503, "The database does not answer.")

    @api.exception_handler(Exception)
    def failed(request: Request, error: Exception) -> JSONResponse:
        log.error("%s failed", request.url.path, exc_info=error)
        return problem(500, "This failed; the log of the server says why.")
