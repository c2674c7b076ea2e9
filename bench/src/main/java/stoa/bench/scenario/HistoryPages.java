package stoa.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import stoa.bench.client.Bytes;
import stoa.bench.client.Numbered;
import stoa.bench.client.Session;
import stoa.bench.measure.Load;
import stoa.bench.measure.Losses;
import stoa.bench.measure.Meter;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/**
 * History pages (XEP-0313) of 50 messages of one conversation, from the newest backwards, 20 pages
 * deep, then again; ten people at once, each with one request under way. The archive is filled by
 * sending, as it is in life. Each page must hold 50 messages with numbers without a gap.
 */
final class HistoryPages implements Scenario {
    private static final int PAIRS = 10;
    private static final int PAGE = 50;
    private static final int DEPTH = 20;

    @Override
    public String name() {
        return "history";
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.ARCHIVED ? List.of(Work.HISTORY_PAGE) : List.of();
    }

    @Override
    public void run(Stage stage) {
        List<Session> sessions = stage.open(stage.users().historians(2 * PAIRS));
        fill(stage, sessions);
        Reading reading = stage.loop().call(() -> new Reading(sessions));
        stage.measure(Work.HISTORY_PAGE, reading);
        stage.close(sessions);
    }

    private static void fill(Stage stage, List<Session> sessions) {
        long ofEach = Math.max(PAGE, stage.sizes().history() / PAIRS);
        Chat chat = stage.loop().call(() -> Chat.between(stage, sessions, 50, 0).atMost(ofEach));
        stage.loop().run(chat::start);
        long deadline = System.nanoTime() + (60 + stage.sizes().history() / 500) * 1_000_000_000L;
        while (!stage.loop().call(() -> chat.drained() || !chat.failure().isEmpty())) {
            stage.target().requireAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the archive was not filled in time");
            }
            Meter.pause(50);
        }
        stage.loop().run(chat::stop);
        if (!chat.failure().isEmpty()) {
            throw new IllegalStateException(chat.failure());
        }
        stage.meter().quiet(30);
    }

    private static final class Reading extends Load {
        private final List<Reader> readers = new ArrayList<>();
        private long gaps;

        Reading(List<Session> sessions) {
            for (int i = 0; i + 1 < sessions.size(); i += 2) {
                Session session = sessions.get(i + 1);
                Reader reader = new Reader(session, sessions.get(i).account().address());
                readers.add(reader);
                session.listen((s, bytes, start, end) -> heard(reader, bytes, start, end));
            }
        }

        private void heard(Reader reader, byte[] bytes, int start, int end) {
            if (bytes[start + 1] == 'm') {
                long found = Numbered.find(bytes, start, end);
                if (found >= 0) {
                    long number = Numbered.number(found);
                    if (reader.inPage > 0 && number != reader.last + 1) {
                        gaps++;
                    }
                    reader.last = number;
                    reader.inPage++;
                }
                return;
            }
            if (bytes[start + 1] != 'i') {
                return;
            }
            String result = Bytes.text(bytes, start, end);
            if (!Bytes.attribute(result, "id").equals("page")) {
                return;
            }
            reader.underWay = false;
            if (!Bytes.attribute(result, "type").equals("result")) {
                failed("refused: " + result);
                return;
            }
            gaps += Math.abs(PAGE - reader.inPage);
            done(System.nanoTime() - reader.askedAt);
            boolean more =
                    reader.pages < DEPTH
                            && !result.contains("complete='true'")
                            && !result.contains("complete=\"true\"");
            if (more) {
                int open = result.indexOf("<first");
                int from = result.indexOf('>', open) + 1;
                reader.before = result.substring(from, result.indexOf('<', from));
            } else {
                reader.before = "";
                reader.pages = 0;
            }
            if (sending) {
                reader.ask();
            }
        }

        @Override
        protected void begin() {
            readers.stream().filter(reader -> !reader.underWay).forEach(Reader::ask);
        }

        @Override
        public boolean drained() {
            return readers.stream().noneMatch(reader -> reader.underWay);
        }

        @Override
        public Losses losses() {
            return new Losses(gaps, 0, 0);
        }
    }

    private static final class Reader {
        private final Session session;
        private final String with;
        private String before = "";
        private int pages;
        private int inPage;
        private long last;
        private long askedAt;
        private boolean underWay;

        Reader(Session session, String with) {
            this.session = session;
            this.with = with;
        }

        void ask() {
            inPage = 0;
            pages++;
            underWay = true;
            askedAt = System.nanoTime();
            session.send(
                    "<iq type='set' id='page'><query xmlns='urn:xmpp:mam:2' queryid='q'>"
                            + "<x xmlns='jabber:x:data' type='submit'>"
                            + "<field var='FORM_TYPE' type='hidden'><value>urn:xmpp:mam:2</value></field>"
                            + "<field var='with'><value>"
                            + with
                            + "</value></field></x><set xmlns='http://jabber.org/protocol/rsm'><max>50</max><before>"
                            + before
                            + "</before></set></query></iq>");
        }
    }
}
