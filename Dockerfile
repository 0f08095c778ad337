# The image of mghooks.
#
#   docker build -t mghooks .
#   docker run --rm --read-only -v "$PWD/config:/etc/mghooks:ro" mghooks validate
#
# The base is an argument so that a release can pin it by digest:
#   docker build --build-arg BASE=docker.io/library/node:24-slim@sha256:... -t mghooks .
ARG BASE=docker.io/library/node:24-slim

# Compiles, and leaves in /out exactly what the image adds to its base. Nothing else of this stage is kept.
FROM ${BASE} AS build
WORKDIR /src
COPY package.json package-lock.json ./

# Exact versions from the lock file, and no install script of any package. The optional secret is an .npmrc, for those
# who build behind a registry of their own: docker build --secret id=npmrc,src=$HOME/.npmrc
RUN --mount=type=secret,id=npmrc \
    NPM_CONFIG_USERCONFIG=/run/secrets/npmrc npm ci --ignore-scripts --no-audit --no-fund

COPY tsconfig.json ./
COPY src src
# Thrown away is what Node never opens: typings, source maps, tests, readmes, settings of other people's tools. Licences
# stay.
RUN npm run build \
 && npm prune --omit=dev --ignore-scripts --offline --no-audit --no-fund \
 && rm -rf node_modules/.bin node_modules/.cache node_modules/@types node_modules/type-fest \
 && find dist node_modules -type f \( \
      -name '*.map' -o -name '*.ts' -o -name '*.mts' -o -name '*.cts' -o -name '*.test.js' -o -name '.*' \
      -o -iname 'readme*' -o -iname 'changelog*' \
    \) -delete \
 && find node_modules -type d \( -name test -o -name tests -o -name benchmarks -o -name '.*' \) -prune -exec rm -rf {} +

COPY schemas schemas
COPY config config
COPY docs/demo docs/demo
COPY LICENSE ./
RUN mkdir -p /out/app /out/usr/local/bin /out/var/lib/mghooks /out/etc/mghooks \
 && mv package.json LICENSE dist schemas config docs node_modules /out/app/ \
 && ln -s ../../../app/dist/cli/main.js /out/usr/local/bin/mghooks \
 && chown 65532:65532 /out/var/lib/mghooks

FROM ${BASE}
ARG BASE
ARG VERSION=dev
ARG REVISION=unknown
ARG CREATED=unknown
LABEL org.opencontainers.image.title="mghooks" \
      org.opencontainers.image.description="Keeps Mailgun webhooks equal to YAML files" \
      org.opencontainers.image.licenses="MIT" \
      org.opencontainers.image.version="${VERSION}" \
      org.opencontainers.image.revision="${REVISION}" \
      org.opencontainers.image.created="${CREATED}" \
      org.opencontainers.image.base.name="${BASE}"

COPY --from=build /out/ /

# The configuration is mounted at /etc/mghooks. /var/lib/mghooks remembers what was sent in the last minute; give it a
# volume, so that a restart keeps to the budget.
ENV NODE_ENV=production \
    MGHOOKS_CONFIG=/etc/mghooks \
    MGHOOKS_STATE_DIR=/var/lib/mghooks

# A number, so that Kubernetes can see for itself that it is not root.
USER 65532:65532
WORKDIR /app
EXPOSE 8080
STOPSIGNAL SIGTERM
ENTRYPOINT ["node", "/app/dist/cli/main.js"]
CMD ["run"]
