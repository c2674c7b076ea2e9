package stoa.bench.scenario;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import stoa.bench.client.Bytes;
import stoa.bench.client.Numbered;
import stoa.bench.client.Session;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/**
 * Personal eventing (XEP-0163): ten people with the same 50 contacts publish a nickname; the
 * contacts' clients say by their capabilities (XEP-0115) that they want it. A unit is a
 * notification heard. Every item is stored and synced first.
 */
final class Eventing implements Scenario {
    private static final int SPEAKERS = 10;
    private static final int CONTACTS = 50;
    private static final String NODE = "http://jabber.org/protocol/nick";
    private static final List<String> FEATURES =
            List.of("http://jabber.org/protocol/disco#info", NODE + "+notify");

    @Override
    public String name() {
        return "eventing";
    }

    @Override
    public boolean oursOnly() {
        return true;
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.ARCHIVED ? List.of(Work.EVENTING_50) : List.of();
    }

    @Override
    public void run(Stage stage) {
        // the last of those with contacts: the first have each other
        List<Session> sessions =
                stage.open(
                        stage.users()
                                .contacts(2 * (SPEAKERS + CONTACTS))
                                .subList(SPEAKERS + CONTACTS, 2 * (SPEAKERS + CONTACTS)));
        List<Session> speakers = sessions.subList(0, SPEAKERS);
        List<Session> contacts = sessions.subList(SPEAKERS, sessions.size());
        PresenceFanOut.subscribe(stage, speakers, contacts);
        stage.loop().run(() -> contacts.forEach(Eventing::sayWhatItWants));
        stage.meter().quiet(10);
        stage.measure(
                Work.EVENTING_50,
                stage.loop()
                        .call(
                                () ->
                                        new PresenceFanOut.Statuses(
                                                speakers, contacts, 'm', Eventing::publication)));
        stage.close(sessions);
    }

    private static Numbered publication(int speaker) {
        return Numbered.around(
                "<iq type='set' id='publish'><pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='"
                        + NODE
                        + "'><item id='current'><nick xmlns='"
                        + NODE
                        + "'>",
                speaker,
                "</nick></item></publish></pubsub></iq>");
    }

    /** Shows presence with capabilities, and answers who asks what stands behind them. */
    private static void sayWhatItWants(Session contact) {
        String node = "https://stoa.example/bench";
        contact.listen(
                (session, bytes, start, end) -> {
                    if (bytes[start + 1] != 'i') {
                        return;
                    }
                    String text = Bytes.text(bytes, start, end);
                    if (text.contains("disco#info")
                            && Bytes.attribute(text, "type").equals("get")) {
                        session.send(
                                "<iq type='result' id='"
                                        + Bytes.attribute(text, "id")
                                        + "' to='"
                                        + Bytes.attribute(text, "from")
                                        + "'><query xmlns='http://jabber.org/protocol/disco#info' node='"
                                        + node
                                        + "#"
                                        + hash()
                                        + "'><identity category='client' type='pc'/>"
                                        + "<feature var='"
                                        + String.join("'/><feature var='", FEATURES)
                                        + "'/></query></iq>");
                    }
                });
        contact.send(
                "<presence><c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='"
                        + node
                        + "' ver='"
                        + hash()
                        + "'/></presence>");
    }

    private static String hash() {
        try {
            String all = "client/pc//<" + String.join("<", FEATURES) + "<";
            return Base64.getEncoder()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-1")
                                    .digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this Java has no SHA-1", e);
        }
    }
}
