package stoa.conformance.clients;

import java.util.List;
import java.util.Map;
import stoa.conformance.server.Account;
import stoa.conformance.server.PackagedServer;

/** Converse.js in a headless Chromium, over WebSocket: {@code clients/converse/driver.mjs}. */
final class Converse extends Driven {
    Converse(ClientMachine machine, Account account) {
        super(
                "Converse",
                machine.command(
                        List.of(
                                "node",
                                PackagedServer.root()
                                        .resolve("conformance/clients/converse/driver.mjs")
                                        .toString(),
                                account.jid(),
                                "wss://example.org:8443/xmpp-websocket")),
                Map.of("STOA_PASSWORD", account.password()));
    }

    /** Waits until the page shows that text in an element that the CSS selector finds. */
    void shows(String selector, String text) {
        does("await", "selector", selector, "text", text);
        sees("shown", one -> one.get("text").asText().equals(text));
    }

    /** How many elements that the CSS selector finds have that text now. */
    int count(String selector, String text) {
        does("count", "selector", selector, "text", text);
        return sees("counted").get("number").asInt();
    }
}
