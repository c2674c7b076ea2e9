package stoa.net.web;

import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The web app: the files under {@code webapp/} on the class path, read once and kept in memory,
 * with {@code index.html} for every path the app itself makes up. Immutable.
 */
public final class WebApp {
    private static final String ROOT = "webapp/";
    private static final String INDEX = "index.html";

    /** What the build has gzipped stands beside the file, under its name and this. */
    private static final String GZIPPED = ".gz";

    /** Paths that are never the app's, so that a wrong one is not answered with a page. */
    private static final List<String> OTHERS =
            List.of("/api/", "/health", "/metrics", "/.well-known/");

    private final Map<String, WebFile> files;

    private WebApp(Map<String, WebFile> files) {
        this.files = files;
    }

    /** Reads the app; empty when it is not on the class path. */
    public static WebApp load(ClassLoader loader) {
        URL index = loader.getResource(ROOT + INDEX);
        if (index == null) {
            return new WebApp(Map.of());
        }
        try {
            URI uri = index.toURI();
            if (!uri.getScheme().equals("jar")) {
                return read(Path.of(uri).getParent());
            }
            try (FileSystem jar = FileSystems.newFileSystem(uri, Map.of())) {
                return read(jar.getPath(ROOT));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("the web app cannot be read", e);
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static WebApp read(@Nullable Path root) throws IOException {
        Map<String, WebFile> files = new HashMap<>();
        if (root != null) {
            try (Stream<Path> all = Files.walk(root)) {
                for (Path file : all.filter(Files::isRegularFile).toList()) {
                    String name = root.relativize(file).toString().replace('\\', '/');
                    if (!name.endsWith(GZIPPED)) {
                        files.put(name, read(file, name));
                    }
                }
            }
        }
        return new WebApp(Map.copyOf(files));
    }

    private static WebFile read(Path file, String name) throws IOException {
        Path gzipped = file.resolveSibling(file.getFileName() + GZIPPED);
        return Files.exists(gzipped)
                ? WebFile.gzipped(name, Files.readAllBytes(gzipped))
                : WebFile.plain(name, Files.readAllBytes(file));
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }

    void mount(Router router) {
        router.route().handler(this::serve);
    }

    private void serve(RoutingContext context) {
        HttpMethod method = context.request().method();
        WebFile file = find(context.normalizedPath());
        if (file == null || !(method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD))) {
            context.next();
            return;
        }
        send(context, file);
    }

    private @Nullable WebFile find(String path) {
        WebFile file = files.get(path.substring(1));
        if (file != null) {
            return file;
        }
        boolean named = path.lastIndexOf('.') > path.lastIndexOf('/');
        boolean others = OTHERS.stream().anyMatch(path::startsWith);
        return named || others ? null : files.get(INDEX);
    }

    private static void send(RoutingContext context, WebFile file) {
        HttpServerResponse response = context.response();
        response.putHeader(HttpHeaders.ETAG, file.etag());
        response.putHeader(
                HttpHeaders.CACHE_CONTROL,
                file.isImmutable() ? "public, max-age=31536000, immutable" : "no-cache");
        if (file.etag().equals(context.request().getHeader(HttpHeaders.IF_NONE_MATCH))) {
            response.setStatusCode(304).end();
            return;
        }
        response.putHeader(HttpHeaders.CONTENT_TYPE, file.type());
        response.putHeader(HttpHeaders.VARY, HttpHeaders.ACCEPT_ENCODING);
        String accepted = context.request().getHeader(HttpHeaders.ACCEPT_ENCODING);
        if (file.isGzipped() && accepted != null && accepted.contains("gzip")) {
            response.putHeader(HttpHeaders.CONTENT_ENCODING, "gzip").end(file.content());
        } else {
            response.end(file.plain());
        }
    }
}
