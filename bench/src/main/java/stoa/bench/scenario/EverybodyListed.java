package stoa.bench.scenario;

import java.util.List;
import stoa.bench.client.Session;
import stoa.bench.report.Work;
import stoa.bench.target.Mode;
import stoa.bench.target.Users;

/**
 * What the listing of everybody costs: in a domain of 500 people who all have each other in their
 * rosters, with 50 online, the logins of others, and ten people's changes of status that all 50
 * hear, those ten too (RFC 6121 section 4.4.2).
 */
final class EverybodyListed implements Scenario {
    private static final int SPEAKERS = 10;
    private static final int ONLINE = 50;

    @Override
    public String name() {
        return "listed";
    }

    @Override
    public List<Work> rows(Mode mode) {
        return mode == Mode.LISTED ? List.of(Work.LOGIN_LISTED, Work.PRESENCE_LISTED) : List.of();
    }

    @Override
    public void run(Stage stage) {
        List<Session> online = stage.open(stage.users().first(ONLINE));
        stage.measure(
                Work.LOGIN_LISTED,
                new Logins.Lanes(
                        stage, stage.users().first(Users.LISTED).subList(ONLINE, ONLINE + 200)));
        stage.measure(
                Work.PRESENCE_LISTED,
                stage.loop()
                        .call(
                                () ->
                                        new PresenceFanOut.Statuses(
                                                online.subList(0, SPEAKERS), online)));
        stage.close(online);
    }
}
