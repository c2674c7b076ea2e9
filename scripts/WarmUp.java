import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import javax.crypto.spec.SecretKeySpec;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * The training run's one visitor: waits for the server's ready line, signs in as a desktop client does (STARTTLS,
 * SCRAM-SHA-1, bind, roster, presence), writes to itself and in a room, reads its history and fetches the web page, again and
 * again, so that what those need is in the AOT cache. Run by {@code scripts/build.sh} through Java's source launcher.
 */
final class WarmUp {
    /** So many that what a sign-in and a message run through is compiled, and its profile goes into the cache. */
    private static final int VISITS = 100;

    private static final int MESSAGES = 20;
    private static final long DEADLINE = System.nanoTime() + 60_000_000_000L;
    private Socket socket;
    private final StringBuilder unread = new StringBuilder();

    /** Arguments: the file with the server's output, the address, the password. */
    public static void main(String[] args) throws Exception {
        String ready = readyLine(Path.of(args[0]));
        String name = args[1].substring(0, args[1].indexOf('@'));
        String domain = args[1].substring(args[1].indexOf('@') + 1);
        for (int i = 0; i < VISITS; i++) {
            new WarmUp().signInAndTalk(field(ready, "xmpp"), name, domain, args[2]);
        }
        fetchPage(field(ready, "web"));
    }

    private static String readyLine(Path output) throws Exception {
        while (System.nanoTime() < DEADLINE) {
            for (String line : Files.readString(output).split("\n")) {
                if (line.startsWith("stoa ready")) {
                    return line;
                }
            }
            Thread.sleep(50);
        }
        throw new IOException("no ready line in " + output);
    }

    private static String field(String ready, String name) {
        var found = Pattern.compile(" " + name + "=(\\S+)").matcher(ready);
        if (!found.find()) {
            throw new IllegalStateException("no " + name + "= in: " + ready);
        }
        return found.group(1);
    }

    private void signInAndTalk(String address, String name, String domain, String password) throws Exception {
        int colon = address.lastIndexOf(':');
        socket = new Socket(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
        socket.setSoTimeout(20_000);
        String header = "<stream:stream xmlns='jabber:client' xmlns:stream='http://etherx.jabber.org/streams'"
                + " to='" + domain + "' version='1.0'>";
        ask(header, "</stream:features>");
        ask("<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>", "<proceed[^>]*>");
        socket = trustingFactory().createSocket(socket, domain, socket.getPort(), true);
        ask(header, "</stream:features>");
        scram(name, password);
        ask(header, "</stream:features>");
        String bound = ask("<iq type='set' id='1'><bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'/></iq>", "</iq>");
        String me = bound.replaceAll("(?s).*<jid[^>]*>([^<]+)<.*", "$1");
        ask("<enable xmlns='urn:xmpp:sm:3' resume='true'/>", "<enabled[^>]*>|<failed.*");
        ask("<iq type='get' id='2'><query xmlns='jabber:iq:roster'/></iq>", "id=['\"]2['\"]");
        ask("<presence/>", "<presence[^>]*>");
        ask("<iq type='get' id='3' to='" + domain + "'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>", "id=['\"]3['\"]");
        String room = "warm@conference." + domain;
        ask("<presence to='" + room + "/me'><x xmlns='http://jabber.org/protocol/muc'/></presence>", "<subject");
        for (int i = 0; i < MESSAGES; i++) {
            String body = "<body>warm " + i + "</body>";
            String origin = "<origin-id xmlns='urn:xmpp:sid:0' id='" + System.nanoTime() + "'/>";
            ask("<message type='chat' id='m' to='" + me + "'>" + body + origin + "</message>", body);
            ask("<message type='groupchat' id='g' to='" + room + "'>" + body + origin + "</message>", body);
        }
        ask("<iq type='set' id='4'><query xmlns='urn:xmpp:mam:2'/></iq>", "id=['\"]4['\"]");
        ask("</stream:stream>", "</stream:stream>");
        socket.close();
    }

    private void scram(String name, String password) throws Exception {
        String bare = "n=" + name + ",r=warming";
        String first = unwrap(ask(
                "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>" + base64("n,," + bare) + "</auth>",
                "</challenge>"));
        String[] parts = first.split(",");
        String withoutProof = "c=biws," + parts[0];
        byte[] salted = SecretKeyFactory.getInstance("PBKDF2WithHmacSHA1")
                .generateSecret(new PBEKeySpec(
                        password.toCharArray(),
                        Base64.getDecoder().decode(parts[1].substring(2)),
                        Integer.parseInt(parts[2].substring(2)),
                        160))
                .getEncoded();
        byte[] clientKey = hmac(salted, "Client Key");
        byte[] stored = MessageDigest.getInstance("SHA-1").digest(clientKey);
        byte[] proof = hmac(stored, bare + "," + first + "," + withoutProof);
        for (int i = 0; i < proof.length; i++) {
            proof[i] ^= clientKey[i];
        }
        String last = withoutProof + ",p=" + Base64.getEncoder().encodeToString(proof);
        ask("<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>" + base64(last) + "</response>", "</success>");
    }

    private static byte[] hmac(byte[] key, String text) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA1");
        mac.init(new SecretKeySpec(key, "HmacSHA1"));
        return mac.doFinal(text.getBytes(UTF_8));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(UTF_8));
    }

    private static String unwrap(String element) {
        return new String(Base64.getDecoder().decode(element.replaceAll("(?s).*>([^<]+)</challenge>.*", "$1")), UTF_8);
    }

    /** Sends {@code text} and reads until {@code pattern} has come; returns what was read. */
    private String ask(String text, String pattern) throws IOException {
        socket.getOutputStream().write(text.getBytes(UTF_8));
        socket.getOutputStream().flush();
        var wanted = Pattern.compile(pattern, Pattern.DOTALL);
        var bytes = new byte[16384];
        unread.setLength(0);
        while (!wanted.matcher(unread).find()) {
            int count = socket.getInputStream().read(bytes);
            if (count < 0) {
                throw new IOException("closed while waiting for " + pattern + "; came: " + unread);
            }
            unread.append(new String(bytes, 0, count, UTF_8));
        }
        return unread.toString();
    }

    private static void fetchPage(String address) throws Exception {
        try (var client = HttpClient.newBuilder().sslContext(trusting()).build()) {
            for (String path : new String[] {"", "health/ready"}) {
                client.send(
                        HttpRequest.newBuilder(URI.create(address).resolve("/" + path)).build(),
                        HttpResponse.BodyHandlers.ofString());
            }
        }
    }

    private static SSLSocketFactory trustingFactory() throws Exception {
        return trusting().getSocketFactory();
    }

    /** The server's certificate was made a second ago by the training run itself; nobody else answers on this port. */
    private static SSLContext trusting() throws Exception {
        System.setProperty("jdk.internal.httpclient.disableHostnameVerification", "true");
        var context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new X509TrustManager() {
            @Override
            public void checkClientTrusted(X509Certificate[] chain, String type) {}

            @Override
            public void checkServerTrusted(X509Certificate[] chain, String type) {}

            @Override
            public X509Certificate[] getAcceptedIssuers() {
                return new X509Certificate[0];
            }
        }}, null);
        return context;
    }
}
