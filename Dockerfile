FROM python:3.11.14-slim-bookworm
ENV PYTHONUNBUFFERED=1
WORKDIR /app
COPY requirements requirements
RUN pip install --no-cache-dir --require-hashes -r requirements/tools.txt \
 && uv pip install --system --no-cache --require-hashes --compile-bytecode -r requirements/base.txt
COPY . .
RUN uv pip install --system --no-cache --no-deps --no-build-isolation . \
 && useradd --create-home --uid 10001 cyberimpact && mkdir /state /cache && chown cyberimpact /state /cache
USER cyberimpact
