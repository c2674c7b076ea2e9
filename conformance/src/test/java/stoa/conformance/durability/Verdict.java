package stoa.conformance.durability;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stoa.conformance.durability.Ledger.Heard;
import stoa.conformance.durability.Ledger.Line;

/**
 * Compares what the talkers know with what the archives hold, and lists everything that is not as
 * promised.
 */
final class Verdict {
    private static final int SHOWN = 40;

    private final Ledger ledger;
    private final Map<String, History> histories = new TreeMap<>();
    private final Set<String> rooms;
    private final List<String> complaints = new ArrayList<>();

    Verdict(Ledger ledger, List<History> archives, Set<String> rooms) {
        this.ledger = ledger;
        this.rooms = rooms;
        archives.forEach(history -> histories.put(history.archive(), history));
    }

    /** Empty if everything is as promised. */
    List<String> complaints() {
        histories.values().forEach(this::eachOnceAndInOrder);
        ledger.acknowledged().forEach(line -> isStored(line, "acknowledged"));
        ledger.heard().forEach(this::heardAsStored);
        bothSidesAgree();
        nobodyMissedAWord();
        if (complaints.size() <= SHOWN) {
            return complaints;
        }
        var shown = new ArrayList<>(complaints.subList(0, SHOWN));
        shown.add("… and " + (complaints.size() - SHOWN) + " more");
        return shown;
    }

    /**
     * The numbers of each pair rise by one, without a gap: what was never stored came before
     * nothing that was.
     */
    private void eachOnceAndInOrder(History history) {
        var next = new HashMap<String, Integer>();
        var ids = new HashSet<String>();
        for (var entry : history.entries()) {
            int expected = next.getOrDefault(entry.line().pair(), 1);
            if (entry.line().number() != expected) {
                complaints.add(
                        history.archive()
                                + " holds "
                                + entry.line()
                                + " where #"
                                + expected
                                + " belongs");
            }
            next.put(entry.line().pair(), entry.line().number() + 1);
            if (!ids.add(entry.id())) {
                complaints.add(history.archive() + " holds the id " + entry.id() + " twice");
            }
        }
    }

    private void isStored(Line line, String how) {
        var archives =
                rooms.contains(line.addressee())
                        ? List.of(line.addressee())
                        : List.of(line.author(), line.addressee());
        for (String archive : archives) {
            if (!places(archive).containsKey(line)) {
                complaints.add(line + " was " + how + " and is not in the history of " + archive);
            }
        }
    }

    private final Map<String, Map<Line, Integer>> places = new HashMap<>();

    private Map<Line, Integer> places(String archive) {
        return places.computeIfAbsent(
                archive,
                name -> {
                    var found = new HashMap<Line, Integer>();
                    var history = histories.get(name);
                    if (history != null) {
                        for (int i = 0; i < history.entries().size(); i++) {
                            found.putIfAbsent(history.entries().get(i).line(), i);
                        }
                    }
                    return found;
                });
    }

    /**
     * Heard with the id it has in the history, and, the first time each, in the order in which its
     * author wrote to that addressee. What was read in the archive is known from then on: it may
     * come again, with what is undelivered, behind later ones. What was on its way when the server
     * was killed comes again, with its time, to who has not acknowledged it, in its place before
     * all that is newer. A room speaks of it when its author sends it again, and others have spoken
     * meanwhile.
     */
    private void heardAsStored(String who, List<Heard> lines) {
        String archive = who.substring(who.indexOf(" in ") + 4);
        var first = new HashSet<Line>();
        var last = new HashMap<String, Integer>();
        for (var heard : lines) {
            isStored(heard.line(), "heard by " + who);
            Integer place = places(archive).get(heard.line());
            if (place == null) {
                continue;
            }
            String id = history(archive).entries().get(place).id();
            if (!id.equals(heard.archiveId())) {
                complaints.add(
                        who
                                + " heard "
                                + heard.line()
                                + " as "
                                + heard.archiveId()
                                + ", and it is stored as "
                                + id);
            }
            if (first.add(heard.line()) && !heard.wasRead()) {
                String pair = heard.line().pair();
                Integer inStay = last.put(pair + " in stay " + heard.stay(), place);
                Integer ever = last.merge(pair, place, Math::max);
                boolean spokenAgain = rooms.contains(archive) && heard.wasLate();
                inOrder(who, heard.line(), place, spokenAgain ? inStay : ever, lines);
            }
        }
    }

    private void inOrder(
            String who, Line line, int place, @Nullable Integer before, List<Heard> lines) {
        if (before != null && before > place) {
            complaints.add(
                    who
                            + " heard "
                            + line
                            + " after a later one of the same pair: "
                            + around(line, lines));
        }
    }

    /** What was heard of the pair about then: number, way and archive id. */
    private static String around(Line line, List<Heard> lines) {
        return lines.stream()
                .filter(one -> one.line().pair().equals(line.pair()))
                .filter(one -> Math.abs(one.line().number() - line.number()) <= 12)
                .map(
                        one ->
                                "#"
                                        + one.line().number()
                                        + " "
                                        + one.how()
                                        + " in stay "
                                        + one.stay()
                                        + " "
                                        + one.archiveId())
                .collect(Collectors.joining("; "));
    }

    /**
     * A message between two people has the same id in both histories, and what they have in common
     * has the same order.
     */
    private void bothSidesAgree() {
        for (var history : histories.values()) {
            for (var other : histories.values()) {
                if (rooms.contains(history.archive())
                        || rooms.contains(other.archive())
                        || history.archive().compareTo(other.archive()) >= 0) {
                    continue;
                }
                var mine =
                        history.entries().stream()
                                .filter(
                                        entry ->
                                                between(
                                                        entry.line(),
                                                        history.archive(),
                                                        other.archive()))
                                .toList();
                var theirs =
                        other.entries().stream()
                                .filter(
                                        entry ->
                                                between(
                                                        entry.line(),
                                                        history.archive(),
                                                        other.archive()))
                                .toList();
                if (!mine.equals(theirs)) {
                    complaints.add(
                            history.archive()
                                    + " and "
                                    + other.archive()
                                    + " differ on what they said to each other");
                }
            }
        }
    }

    private static boolean between(Line line, String one, String other) {
        return (line.author().equals(one) && line.addressee().equals(other))
                || (line.author().equals(other) && line.addressee().equals(one));
    }

    /**
     * Everybody has everything that was said to them: live, as somebody who was away, after a kill
     * once more, or read in the archive on return.
     */
    private void nobodyMissedAWord() {
        ledger.read().forEach(this::isInItsHistory);
        for (var history : histories.values()) {
            String person = history.archive();
            if (rooms.contains(person)) {
                continue;
            }
            var known = new HashSet<Line>();
            ledger.heard()
                    .getOrDefault(person + " in " + person, List.of())
                    .forEach(one -> known.add(one.line()));
            for (var entry : history.entries()) {
                if (entry.line().addressee().equals(person) && !known.contains(entry.line())) {
                    complaints.add(
                            person
                                    + " never heard "
                                    + entry.line()
                                    + ", stored as "
                                    + entry.id()
                                    + behind(person, entry));
                }
            }
        }
    }

    private void isInItsHistory(String person, Set<Heard> read) {
        for (var one : read) {
            Integer place = places(person).get(one.line());
            if (place == null
                    || !history(person).entries().get(place).id().equals(one.archiveId())) {
                complaints.add(
                        person
                                + " read "
                                + one.line()
                                + " as "
                                + one.archiveId()
                                + ", which its history does not have");
            }
        }
    }

    /** How many came to that person after it. */
    private String behind(String person, History.Entry entry) {
        var all = history(person).entries();
        return ", with " + (all.size() - 1 - all.indexOf(entry)) + " entries behind it";
    }

    private History history(String archive) {
        return Objects.requireNonNull(histories.get(archive), () -> "no history of " + archive);
    }
}
