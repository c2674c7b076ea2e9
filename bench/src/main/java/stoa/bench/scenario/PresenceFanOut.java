package stoa.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import stoa.bench.client.Bytes;
import stoa.bench.client.Numbered;
import stoa.bench.client.Session;
import stoa.bench.measure.Ledger;
import stoa.bench.measure.Load;
import stoa.bench.measure.Losses;
import stoa.bench.measure.Meter;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/**
 * Ten people with the same 50 contacts change their status; each goes on when all contacts have
 * heard. A unit is a delivery to a contact.
 */
final class PresenceFanOut implements Scenario {
    private static final int SPEAKERS = 10;
    private static final int CONTACTS = 50;

    @Override
    public String name() {
        return "presence";
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.ARCHIVED ? List.of(Work.PRESENCE_50) : List.of();
    }

    @Override
    public void run(Stage stage) {
        List<Session> sessions = stage.open(stage.users().contacts(SPEAKERS + CONTACTS));
        List<Session> speakers = sessions.subList(0, SPEAKERS);
        List<Session> contacts = sessions.subList(SPEAKERS, sessions.size());
        subscribe(stage, speakers, contacts);
        stage.measure(Work.PRESENCE_50, stage.loop().call(() -> new Statuses(speakers, contacts)));
        stage.close(sessions);
    }

    /** Every contact asks every speaker, who agrees. */
    static void subscribe(Stage stage, List<Session> speakers, List<Session> contacts) {
        byte[] asked = Bytes.of("subscribe");
        byte[] agreed = Bytes.of("subscribed");
        int[] agreements = {0};
        stage.loop()
                .run(
                        () -> {
                            for (Session speaker : speakers) {
                                speaker.listen(
                                        (session, bytes, start, end) -> {
                                            if (bytes[start + 1] == 'p'
                                                    && Bytes.contains(bytes, start, end, asked)
                                                    && !Bytes.contains(bytes, start, end, agreed)) {
                                                String from =
                                                        Bytes.attribute(
                                                                Bytes.text(bytes, start, end),
                                                                "from");
                                                String bare =
                                                        from.contains("/")
                                                                ? from.substring(
                                                                        0, from.indexOf('/'))
                                                                : from;
                                                session.send(
                                                        "<presence type='subscribed' to='"
                                                                + bare
                                                                + "'/>");
                                            }
                                        });
                            }
                            for (Session contact : contacts) {
                                contact.listen(
                                        (session, bytes, start, end) -> {
                                            if (bytes[start + 1] == 'p'
                                                    && Bytes.contains(bytes, start, end, agreed)) {
                                                agreements[0]++;
                                            }
                                        });
                                for (Session speaker : speakers) {
                                    contact.send(
                                            "<presence type='subscribe' to='"
                                                    + speaker.account().address()
                                                    + "'/>");
                                }
                            }
                        });
        long deadline = System.nanoTime() + 60_000_000_000L;
        while (stage.loop().call(() -> agreements[0]) < speakers.size() * contacts.size()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(
                        "only " + agreements[0] + " subscriptions were answered");
            }
            Meter.pause(10);
        }
        stage.meter().quiet(10);
    }

    /** People change their status, or say something else to all contacts; others hear it. */
    static final class Statuses extends Load {
        private final List<Speaker> speakers = new ArrayList<>();
        private final char kind;

        Statuses(List<Session> from, List<Session> to) {
            this(from, to, 'p', Numbered::presence);
        }

        /**
         * @param kind the first letter of the stanza that is heard
         * @param said what the speaker of that number sends
         */
        Statuses(List<Session> from, List<Session> to, char kind, IntFunction<Numbered> said) {
            this.kind = kind;
            for (Session session : from) {
                session.listen((s, bytes, start, end) -> {});
                speakers.add(new Speaker(session, said.apply(speakers.size()), to.size()));
            }
            for (int i = 0; i < to.size(); i++) {
                int contact = i;
                to.get(i).listen((session, bytes, start, end) -> heard(contact, bytes, start, end));
            }
        }

        private void heard(int contact, byte[] bytes, int start, int end) {
            long found = bytes[start + 1] == kind ? Numbered.find(bytes, start, end) : -1;
            if (found < 0) {
                return;
            }
            Speaker speaker = speakers.get(Numbered.sender(found));
            if (speaker.ledgers.get(contact).heard(Numbered.number(found))) {
                done(System.nanoTime() - speaker.sentAt);
                if (--speaker.missing == 0 && sending) {
                    speaker.send();
                }
            }
        }

        @Override
        protected void begin() {
            speakers.stream().filter(speaker -> speaker.missing == 0).forEach(Speaker::send);
        }

        @Override
        public boolean drained() {
            return speakers.stream().allMatch(speaker -> speaker.missing == 0);
        }

        @Override
        public Losses losses() {
            Losses all = Losses.NONE;
            for (Speaker speaker : speakers) {
                for (Ledger ledger : speaker.ledgers) {
                    all = all.plus(ledger.losses(speaker.sent));
                }
            }
            return all;
        }
    }

    private static final class Speaker {
        private final Session session;
        private final Numbered said;
        private final List<Ledger> ledgers = new ArrayList<>();
        private long sentAt;
        private long sent;
        private int missing;

        Speaker(Session session, Numbered said, int contacts) {
            this.session = session;
            this.said = said;
            for (int i = 0; i < contacts; i++) {
                ledgers.add(new Ledger());
            }
        }

        void send() {
            missing = ledgers.size();
            sentAt = System.nanoTime();
            session.send(said.bytes(sent++));
        }
    }
}
