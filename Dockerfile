# One image for the api, the worker, the migrations and the simulator: the command says which.
FROM node:24-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# Not `npm ci`: it refuses a lock file that lacks other platforms' optional packages.
RUN npm install --omit=dev

# The dashboard is built with tools that the image itself does without.
FROM dependencies AS dashboard
RUN npm install
COPY . .
RUN node --import tsx dev/build-dashboard.ts

FROM node:24-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY . .
COPY --from=dashboard /app/dashboard/dist ./dashboard/dist
# The one folder that is written to; a volume takes its place.
RUN mkdir -p /app/.outdial/files && chown -R node:node /app/.outdial
USER node
EXPOSE 3000
# Node itself, not npm: it is the one that must hear SIGTERM.
CMD ["node", "--max-old-space-size=192", "--max-semi-space-size=8", "--import", "tsx", "api/main.ts"]
