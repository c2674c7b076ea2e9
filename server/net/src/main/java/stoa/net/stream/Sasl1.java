package stoa.net.stream;

import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;
import stoa.net.login.FastTokens;
import stoa.net.login.UserAgent;
import stoa.xmpp.sasl.ScramHash;
import stoa.xmpp.xml.Element;

/** SASL as RFC 6120 section 6 has it: after it a new stream begins. */
final class Sasl1 implements LoginDialect {
    private final ClientStream stream;

    Sasl1(ClientStream stream) {
        this.stream = stream;
    }

    @Override
    public String namespace() {
        return Namespaces.SASL;
    }

    @Override
    public @Nullable UserAgent agent() {
        return null;
    }

    @Override
    public List<ScramHash> wantedUpgrades() {
        return List.of();
    }

    @Override
    public void proceed(byte @Nullable [] data, String task) {
        throw new IllegalStateException("RFC 6120 knows no tasks");
    }

    @Override
    public void taskData(Element data) {
        throw new IllegalStateException("RFC 6120 knows no tasks");
    }

    @Override
    public boolean knowsTokens() {
        return false;
    }

    @Override
    public boolean bringsToken() {
        return false;
    }

    @Override
    public @Nullable Long counter() {
        return null;
    }

    @Override
    public boolean revokesToken() {
        return false;
    }

    @Override
    public @Nullable String wantedToken() {
        return null;
    }

    @Override
    public void challenge(byte[] data) {
        stream.write(Element.text("challenge", Namespaces.SASL, base64(data)));
    }

    /** Base64, with {@code =} for nothing (RFC 6120 section 6.4.2). */
    private static String base64(byte[] data) {
        return data.length == 0 ? "=" : Base64.getEncoder().encodeToString(data);
    }

    @Override
    public void failure(String condition, @Nullable String text) {
        stream.write(of(condition, text));
    }

    static Element of(String condition, @Nullable String text) {
        return Element.of("failure", Namespaces.SASL)
                .child(Element.empty(condition, Namespaces.SASL))
                .child("text", text)
                .build();
    }

    @Override
    public void success(byte @Nullable [] data, FastTokens.@Nullable Issued token) {
        stream.write(
                data == null
                        ? Element.empty("success", Namespaces.SASL)
                        : Element.text("success", Namespaces.SASL, base64(data)));
        stream.phase(new Binding(stream, true));
        stream.restart();
    }
}
