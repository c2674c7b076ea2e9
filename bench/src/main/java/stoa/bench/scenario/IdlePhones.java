package stoa.bench.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import stoa.bench.client.Account;
import stoa.bench.client.Bytes;
import stoa.bench.client.Loop;
import stoa.bench.client.Session;
import stoa.bench.measure.Meter;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;

/**
 * Phones in pockets, two of each person, ten thousand by default: stream management on, registered
 * for push notifications (XEP-0357), and then inactive (XEP-0352). What each holds, and what they
 * all cost the server in a second in which nothing happens.
 */
final class IdlePhones implements Scenario {
    private static final int EACH = 2;
    private static final int FIRST = 50;
    private static final long SECONDS = 10;
    private static final int LIMIT_SECONDS = 120;

    @Override
    public String name() {
        return "phones";
    }

    @Override
    public boolean alone() {
        return true;
    }

    @Override
    public boolean oursOnly() {
        return true;
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.ARCHIVED ? List.of(Work.PHONES_MEMORY, Work.PHONES_SECOND) : List.of();
    }

    @Override
    public void run(Stage stage) {
        List<Account> people = stage.users().first(stage.sizes().phoneOwners());
        stage.requireFiles(EACH * people.size());
        stage.close(inPockets(stage, people.subList(0, Math.min(FIRST, people.size())), 0));
        stage.meter().quiet(10);
        long before = stage.target().tree().residentBytes();
        List<Session> phones = new ArrayList<>();
        for (int i = 0; i < EACH; i++) {
            phones.addAll(inPockets(stage, people, i));
        }
        stage.meter().quiet(20);
        long with = stage.target().tree().residentBytes();
        stage.put(Work.PHONES_MEMORY, (with - before) / 1024.0 / phones.size());
        long cpu = stage.target().tree().cpuNanos();
        long start = System.nanoTime();
        Meter.pause(SECONDS * 1000);
        double seconds = (System.nanoTime() - start) / 1e9;
        stage.put(Work.PHONES_SECOND, (stage.target().tree().cpuNanos() - cpu) / 1000.0 / seconds);
        stage.note(String.format(Locale.ROOT, "Idle phones: %,d of them.", phones.size()));
        stage.close(phones);
    }

    private static List<Session> inPockets(Stage stage, List<Account> people, int which) {
        List<Session> phones = stage.openManaged(people, "phone-" + which);
        CompletableFuture<Void> all = new CompletableFuture<>();
        int[] enabled = {0};
        stage.loop()
                .run(
                        () -> {
                            for (Session phone : phones) {
                                phone.listen(
                                        (session, bytes, start, end) -> {
                                            String text = Bytes.text(bytes, start, end);
                                            if (!isAnswer(text)) {
                                                return;
                                            }
                                            if (!Bytes.attribute(text, "type").equals("result")) {
                                                all.completeExceptionally(
                                                        new IllegalStateException(
                                                                "no push: " + text));
                                            } else if (++enabled[0] == phones.size()) {
                                                all.complete(null);
                                            }
                                        });
                                phone.send(
                                        "<iq type='set' id='push'><enable xmlns='urn:xmpp:push:0' jid='push.example' node='"
                                                + phone.account().name()
                                                + "-"
                                                + which
                                                + "'/></iq><inactive xmlns='urn:xmpp:csi:0'/>");
                            }
                        });
        Loop.await(all, LIMIT_SECONDS);
        stage.meter().quiet(10);
        return phones;
    }

    private static boolean isAnswer(String text) {
        return text.startsWith("<iq") && Bytes.attribute(text, "id").equals("push");
    }
}
