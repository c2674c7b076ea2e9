package stoa.net;

/** The three ways in which a client connects. */
public enum Transport {
    STARTTLS,
    DIRECT_TLS,
    WEBSOCKET;

    /** Juliet connects and signs in; no resource yet. */
    public TestClient signedIn(TestServer server) {
        return switch (this) {
            case STARTTLS -> {
                XmppClient client = XmppClient.connect(server.startTlsPort());
                client.open(TestServer.DOMAIN);
                client.startTls(TestServer.DOMAIN);
                client.login("juliet");
                yield client;
            }
            case DIRECT_TLS -> {
                XmppClient client = XmppClient.connectTls(server.directPort(), TestServer.DOMAIN);
                client.open(TestServer.DOMAIN);
                client.login("juliet");
                yield client;
            }
            case WEBSOCKET -> {
                WebSocketTestClient client =
                        WebSocketTestClient.connect(server.webPort(), TestServer.DOMAIN);
                client.open(TestServer.DOMAIN);
                ClientSasl scram =
                        new ClientSasl("1", "juliet", TestServer.PASSWORD, "n,,", new byte[0]);
                client.send(
                        "<auth xmlns='urn:ietf:params:xml:ns:xmpp-sasl' mechanism='SCRAM-SHA-1'>"
                                + scram.first()
                                + "</auth>");
                client.send(
                        "<response xmlns='urn:ietf:params:xml:ns:xmpp-sasl'>"
                                + scram.answer(client.expect("challenge").text())
                                + "</response>");
                client.expect("success");
                client.open(TestServer.DOMAIN);
                yield client;
            }
        };
    }
}
