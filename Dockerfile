# Sheaf in a container:
#
#   docker build --tag sheaf .
#   docker run --publish 3000:3000 --volume sheaf:/data --env SHEAF_BASE_URL=https://stories.example sheaf
#
# The first start prints a one-time code for the set-up page.

FROM rust:1.95-slim-bookworm AS build
RUN apt-get update \
    && apt-get install --yes --no-install-recommends git make nodejs npm \
    && rm -rf /var/lib/apt/lists/*
WORKDIR /src
COPY . .
RUN make build

FROM debian:bookworm-slim
# The fonts are for the pictures by which links to stories are previewed: titles in any script, and emoji.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates \
        fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --system --user-group --home-dir /data --no-create-home sheaf \
    && install --directory --owner=sheaf --group=sheaf --mode=0750 /data
COPY --from=build /src/target/release/sheaf /usr/local/bin/sheaf
USER sheaf
ENV SHEAF_DATA=/data SHEAF_LISTEN=0.0.0.0:3000
VOLUME /data
EXPOSE 3000
ENTRYPOINT ["sheaf"]
CMD ["serve"]
