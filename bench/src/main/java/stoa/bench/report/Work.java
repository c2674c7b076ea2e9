package stoa.bench.report;

/** The rows of the table: what is measured, in which unit, and what it may cost ours. */
public enum Work {
    CHAT_OFF_W1("one-to-one message, archive off, w 1", Unit.MICROS, Budget.echoAndPeer(2, 3)),
    CHAT_OFF_W10("one-to-one message, archive off, w 10", Unit.MICROS, Budget.echoAndPeer(2, 3)),
    CHAT_ON_W1("one-to-one message, archived, w 1", Unit.MICROS, Budget.relayAndPeer(2, 6)),
    CHAT_ON_W10("one-to-one message, archived, w 10", Unit.MICROS, Budget.echoAndPeer(3, 6)),
    CHAT_OFF_RATED(
            "one-to-one message, archive off, 500/s", Unit.MICROS, Budget.relay(2).within(5)),
    CHAT_ON_RATED("one-to-one message, archived, 500/s", Unit.MICROS, Budget.relay(2).within(5)),
    ROOM_1X50("room delivery, archived, 1 x 50", Unit.MICROS, Budget.relayAndPeer(2, 5)),
    ROOM_1X500("room delivery, archived, 1 x 500", Unit.MICROS, Budget.relayAndPeer(2, 5)),
    ROOM_100X10("room delivery, archived, 100 x 10", Unit.MICROS, Budget.relayAndPeer(2, 5)),
    ROOM_1X5000("room delivery, archived, 1 x 5,000", Unit.MICROS, Budget.none()),
    SERVERS_OFF_W1("message to another server, archive off, w 1", Unit.MICROS, CHAT_OFF_W1.budget),
    SERVERS_OFF_W10(
            "message to another server, archive off, w 10", Unit.MICROS, CHAT_OFF_W10.budget),
    SERVERS_ON_W1(
            "message to another server, archived on both, w 1", Unit.MICROS, CHAT_ON_W1.budget),
    SERVERS_ON_W10(
            "message to another server, archived on both, w 10", Unit.MICROS, CHAT_ON_W10.budget),
    JOIN_500("joining a room, 500 one after another", Unit.MICROS, Budget.fixed(1_500)),
    PRESENCE_50("presence, per delivery to 50 contacts", Unit.MICROS, Budget.fixed(8)),
    EVENTING_50("notification of an event to 50 contacts, each", Unit.MICROS, Budget.fixed(8)),
    LOGIN("login", Unit.MICROS, Budget.fixed(800)),
    LOGIN_FAST("login with a token, in one round trip", Unit.MICROS, Budget.fixed(800)),
    RECONNECT_FULL("coming back after a drop of all, full login", Unit.MICROS, Budget.fixed(800)),
    RECONNECT_RESUMED("coming back after a drop of all, resumed", Unit.MICROS, Budget.fixed(400)),
    HISTORY_PAGE("history page of 50", Unit.MICROS, Budget.fixed(400)),
    IDLE_FEW("idle session, the first of them", Unit.KIBIBYTES, Budget.fixed(32)),
    IDLE_MANY("idle session, the further ones", Unit.KIBIBYTES, Budget.fixed(32)),
    PHONES_MEMORY("idle phone, inactive, push on", Unit.KIBIBYTES, Budget.fixed(32)),
    PHONES_SECOND("a second of all idle phones", Unit.MICROS, Budget.none()),
    EMPTY("memory of the empty server", Unit.MEBIBYTES, Budget.fixed(150)),
    RESTART("start to first login after kill -9", Unit.SECONDS, Budget.fixed(2)),
    LOGIN_LISTED("login, 500 people listed, 50 of them online", Unit.MICROS, Budget.none()),
    PRESENCE_LISTED(
            "presence, per delivery, 500 people listed, 50 of them online",
            Unit.MICROS,
            Budget.none());

    /** What a row's numbers are. */
    public enum Unit {
        MICROS("us"),
        KIBIBYTES("KiB"),
        MEBIBYTES("MiB"),
        SECONDS("s");

        private final String sign;

        Unit(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    private final String title;
    private final Unit unit;

    @SuppressWarnings("ImmutableEnumChecker") // a record of numbers
    private final Budget budget;

    Work(String title, Unit unit, Budget budget) {
        this.title = title;
        this.unit = unit;
        this.budget = budget;
    }

    public String title() {
        return title;
    }

    public Unit unit() {
        return unit;
    }

    public Budget budget() {
        return budget;
    }
}
