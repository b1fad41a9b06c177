package io.compuerta.engine.model;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Asks a source's server for a file's length and checksum. Hugging Face states them of large files in the headers
 * {@code X-Linked-Size} and {@code X-Linked-Etag} of its redirect; ModelScope in the file list of its API; other servers
 * only state a length, so the checksum must be configured.
 */
final class RemoteLookup {

    private static final String LINKED = "x-linked-etag";
    private static final int BUFFER_BYTES = 8 << 10;

    private final Http http;
    private final URI huggingFace;
    private final URI modelScope;
    private final @Nullable String token;
    private final Duration patience;

    /**
     * @param huggingFace or a mirror with its paths
     * @param modelScope  its address
     * @param token       for {@code huggingFace}, or null
     * @param patience    with an answer of which nothing comes
     */
    RemoteLookup(Http http, URI huggingFace, URI modelScope, @Nullable String token, Duration patience) {
        this.http = http;
        this.huggingFace = huggingFace;
        this.modelScope = modelScope;
        this.token = token;
        this.patience = patience;
    }

    RemoteFile huggingFace(ModelSource model) throws IOException {
        URI uri = model.at(huggingFace);
        HttpResponse<Void> response = head(uri, token);
        String tag = tag(response);
        boolean digest = tag.matches("[0-9a-f]{64}");
        String sha256 = model.sha256() != null ? model.sha256() : digest ? tag : null;
        String witness = model.sha256() != null ? "configured" : "stated by " + uri.getHost();
        return new RemoteFile(uri, token, length(response, "x-linked-size"), sha256, witness, tag);
    }

    RemoteFile web(PullSource.Web source) throws IOException {
        HttpResponse<Void> response = head(source.address(), null);
        String linked =
                response.headers().firstValue(LINKED).map(RemoteLookup::plain).orElse("");
        boolean digest = linked.matches("[0-9a-f]{64}");
        String sha256 = source.sha256() != null ? source.sha256() : digest ? linked : null;
        String witness = source.sha256() != null
                ? "configured"
                : "stated by " + source.address().getHost();
        return new RemoteFile(
                source.address(), null, length(response, "x-linked-size"), sha256, witness, tag(response));
    }

    RemoteFile modelScope(ModelSource model) throws IOException {
        URI api = modelScope.resolve("/api/v1/models/" + model.repository() + "/repo/files?Revision="
                + encoded(model.revision()) + "&Recursive=true");
        URI uri = modelScope.resolve("/api/v1/models/" + model.repository() + "/repo?Revision="
                + encoded(model.revision()) + "&FilePath=" + encoded(model.file()));
        for (JsonNode file : list(api)) {
            if (file.path("Path").asString("").equals(model.file())) {
                String stated = file.path("Sha256").asString("").toLowerCase(Locale.ROOT);
                boolean digest = stated.matches("[0-9a-f]{64}");
                String sha256 = model.sha256() != null ? model.sha256() : digest ? stated : null;
                String witness = model.sha256() != null ? "configured" : "stated by " + api.getHost();
                return new RemoteFile(uri, null, file.path("Size").asLong(-1), sha256, witness, stated);
            }
        }
        throw new PullFailed("there is no " + model.file() + " in " + model.repository() + " on " + api.getHost());
    }

    private JsonNode list(URI api) throws IOException {
        HttpResponse<InputStream> response;
        try {
            response = http.get(api, null, Map.of());
        } catch (PullFailed known) {
            throw known;
        } catch (IOException unreachable) {
            throw new PullFailed(api.getHost() + " cannot be reached (" + Http.text(unreachable) + ")", unreachable);
        }
        try (InputStream body = response.body()) {
            Http.requireUsable(api, response.statusCode());
            return JsonMapper.shared().readTree(read(api, body)).path("Data").path("Files");
        } catch (JacksonException notJson) {
            throw new PullFailed(api.getHost() + " answered something that is not its file list", notJson);
        }
    }

    private byte[] read(URI api, InputStream body) throws PullFailed {
        try (StallGuard guard = new StallGuard(body, patience)) {
            ByteArrayOutputStream list = new ByteArrayOutputStream();
            byte[] buffer = new byte[BUFFER_BYTES];
            for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                list.write(buffer, 0, read);
                guard.progress();
            }
            guard.requireFlow();
            return list.toByteArray();
        } catch (IOException cut) {
            throw new PullFailed(
                    api.getHost() + " did not send all of its file list (" + Http.text(cut) + "); try again later",
                    cut);
        }
    }

    private HttpResponse<Void> head(URI uri, @Nullable String bearer) throws IOException {
        HttpResponse<Void> response;
        try {
            response = http.head(uri, bearer, LINKED);
        } catch (PullFailed known) {
            throw known;
        } catch (IOException unreachable) {
            throw new PullFailed(
                    uri.getHost() + " cannot be reached (" + Http.text(unreachable)
                            + "); HTTPS_PROXY may name a proxy, --mirror or HF_ENDPOINT a mirror",
                    unreachable);
        }
        try {
            Http.requireUsable(uri, response.statusCode());
        } catch (PullFailed known) {
            throw known;
        } catch (IOException busy) {
            throw new PullFailed(uri.getHost() + " answered " + busy.getMessage() + "; try again later", busy);
        }
        return response;
    }

    private static long length(HttpResponse<Void> response, String header) {
        return response.headers()
                .firstValueAsLong(header)
                .orElse(
                        response.statusCode() == 200
                                ? response.headers()
                                        .firstValueAsLong("content-length")
                                        .orElse(-1)
                                : -1);
    }

    private static String tag(HttpResponse<Void> response) {
        return response.headers()
                .firstValue(LINKED)
                .or(() -> response.headers().firstValue("etag"))
                .map(RemoteLookup::plain)
                .orElse("");
    }

    private static String plain(String tag) {
        return tag.replaceAll("^W/|\"", "").toLowerCase(Locale.ROOT);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }
}
