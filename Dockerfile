# One image for all services: the Prefect server, the one that runs the flow, and a cluster's workers.
# The tag may be moved to another image. To pin the image, append the digest that your registry
# says, python:3.12-slim@sha256:…: docker buildx imagetools inspect python:3.12-slim
FROM python:3.12-slim

ENV PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1 \
    PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PREFECT_HOME=/data/prefect \
    PREFECT_SERVER_ANALYTICS_ENABLED=false \
    DO_NOT_TRACK=1

WORKDIR /app
COPY requirements.lock ./
RUN python -m pip install --no-deps --require-hashes --requirement requirements.lock
COPY pyproject.toml hatch_build.py README.md LICENSE ./
COPY contracts contracts
COPY pipeline pipeline
COPY flows flows
RUN python -m pip install --no-deps --no-build-isolation --no-index --editable . \
    && python -m compileall -q contracts pipeline flows \
    && useradd --uid 1000 --create-home tjut \
    && install --directory --owner=tjut --group=tjut /data

USER tjut
WORKDIR /data
CMD ["tjut", "--help"]
