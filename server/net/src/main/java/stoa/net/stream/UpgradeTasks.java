package stoa.net.stream;

import java.util.ArrayDeque;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import stoa.net.login.PasswordUpgrades;
import stoa.store.account.ScramKeys;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.sasl.SaslCondition;
import stoa.xmpp.sasl.ScramHash;
import stoa.xmpp.xml.Element;

/**
 * The upgrade tasks of one sign-in, XEP-0480: between the proof of the password and the success,
 * one after the other. Each is offered, begun by the client, given a salt, and answered with the
 * salted password, which is kept before the next. Confined to the stream's loop.
 */
final class UpgradeTasks {
    /** Who has proven the password, and with which of the account's keys. */
    record Proven(BareJid account, ScramKeys keys) {}

    private final ClientStream stream;
    private final LoginDialect dialect;
    private final PasswordUpgrades upgrades;
    private final Proven proven;
    private final Queue<ScramHash> waiting;
    private final Runnable done;
    private final Consumer<SaslCondition> failed;
    private PasswordUpgrades.@Nullable Salt salt;

    /**
     * @param done run once, when all are done
     * @param failed told once, when the sign-in has failed
     */
    UpgradeTasks(
            ClientStream stream,
            LoginDialect dialect,
            Proven proven,
            List<ScramHash> hashes,
            Runnable done,
            Consumer<SaslCondition> failed) {
        this.stream = stream;
        this.dialect = dialect;
        this.upgrades = stream.server().signIn.upgrades();
        this.proven = proven;
        this.waiting = new ArrayDeque<>(hashes);
        this.done = done;
        this.failed = failed;
    }

    /** Offers the first; with it goes what the server's last word of the exchange is. */
    void begin(byte @Nullable [] data) {
        offer(data);
    }

    private void offer(byte @Nullable [] data) {
        salt = null;
        ScramHash next = waiting.peek();
        if (next == null) {
            done.run();
        } else {
            dialect.proceed(data, PasswordUpgrades.task(next));
        }
    }

    /** What the client says: {@code <next/>} or {@code <task-data/>}. */
    void told(Element element) {
        ScramHash hash = waiting.peek();
        PasswordUpgrades.Salt given = salt;
        if (hash == null || element.name().equals("next") != (given == null)) {
            failed.accept(SaslCondition.MALFORMED_REQUEST);
        } else if (given != null) {
            keep(hash, given, element);
        } else if (PasswordUpgrades.task(hash).equals(element.attribute("task"))) {
            PasswordUpgrades.Salt fresh = upgrades.salt();
            salt = fresh;
            dialect.taskData(
                    Element.of("salt", Namespaces.SCRAM_UPGRADE)
                            .attribute("iterations", Integer.toString(fresh.iterations()))
                            .text(fresh.base64())
                            .build());
        } else {
            failed.accept(SaslCondition.INVALID_MECHANISM);
        }
    }

    private void keep(ScramHash hash, PasswordUpgrades.Salt given, Element element) {
        CompletionStage<Void> kept;
        try {
            Element answer = element.child("hash", Namespaces.SCRAM_UPGRADE);
            byte[] salted = Base64.getDecoder().decode(answer == null ? "" : answer.text().strip());
            kept = upgrades.keep(proven.account(), proven.keys(), hash, given, salted);
        } catch (IllegalArgumentException e) {
            failed.accept(SaslCondition.MALFORMED_REQUEST);
            return;
        }
        waiting.remove();
        stream.await(
                kept,
                stored -> {
                    if (!stream.hasEnded()) {
                        offer(null);
                    }
                },
                failure -> {
                    if (!stream.hasEnded()) {
                        failed.accept(SaslCondition.TEMPORARY_AUTH_FAILURE);
                    }
                });
    }
}
