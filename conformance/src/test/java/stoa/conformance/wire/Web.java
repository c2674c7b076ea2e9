package stoa.conformance.wire;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLSocket;

/** One HTTP request at a time, to any host of a server. */
public final class Web {
    private Web() {}

    /** The whole answer, with its head. */
    public static String get(Endpoint endpoint, String host, String path) throws IOException {
        try (var socket = tls(endpoint.host(), endpoint.webPort(), host)) {
            return get(socket, host, path);
        }
    }

    public static String get(Socket socket, String host, String path) throws IOException {
        socket.setSoTimeout(30_000);
        String request =
                "GET %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n".formatted(path, host);
        socket.getOutputStream().write(request.getBytes(UTF_8));
        return new String(socket.getInputStream().readAllBytes(), UTF_8);
    }

    /** Sends a file; the answer's status line. */
    public static String put(Endpoint endpoint, String host, String path, byte[] file)
            throws IOException {
        try (var socket = tls(endpoint.host(), endpoint.webPort(), host)) {
            socket.setSoTimeout(30_000);
            String head =
                    "PUT %s HTTP/1.1\r\nHost: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
                            .formatted(path, host, file.length);
            socket.getOutputStream().write(head.getBytes(UTF_8));
            socket.getOutputStream().write(file);
            String answer = new String(socket.getInputStream().readAllBytes(), UTF_8);
            return answer.lines().findFirst().orElse("");
        }
    }

    /** Sends JSON, signed in by that token; the whole answer, with its head. */
    public static String post(
            Endpoint endpoint, String host, String path, String token, String json)
            throws IOException {
        try (var socket = tls(endpoint.host(), endpoint.webPort(), host)) {
            socket.setSoTimeout(30_000);
            String request =
                    "POST %s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\nContent-Type: application/json\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                            .formatted(path, host, token, json.getBytes(UTF_8).length, json);
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /** Sends something, by nobody; the whole answer, with its head. */
    public static String post(Endpoint endpoint, String host, String path, Sent sent)
            throws IOException {
        try (var socket = tls(endpoint.host(), endpoint.webPort(), host)) {
            socket.setSoTimeout(30_000);
            String request =
                    "POST %s HTTP/1.1\r\nHost: %s\r\nContent-Type: %s\r\nContent-Length: %d\r\nConnection: close\r\n\r\n%s"
                            .formatted(
                                    path,
                                    host,
                                    sent.type(),
                                    sent.body().getBytes(UTF_8).length,
                                    sent.body());
            socket.getOutputStream().write(request.getBytes(UTF_8));
            return new String(socket.getInputStream().readAllBytes(), UTF_8);
        }
    }

    /** A body and its media type. */
    public record Sent(String type, String body) {}

    /** The certificate a port with TLS shows to those who ask for that domain. */
    public static X509Certificate certificate(String address, int port, String domain)
            throws IOException {
        try (var socket = tls(address, port, domain)) {
            return (X509Certificate) socket.getSession().getPeerCertificates()[0];
        }
    }

    private static SSLSocket tls(String address, int port, String domain) throws IOException {
        var socket = (SSLSocket) Tls.trusting().getSocketFactory().createSocket(address, port);
        var parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(domain)));
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }
}
