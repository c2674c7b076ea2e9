package stoa.app.demo;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Who lives in the demo and what they said before you came. */
final class DemoTalk {
    /** A person of the demo. */
    record Person(String local, String name) {}

    /**
     * A line: who says it, to whom (or null for the room), how many minutes before now, and what.
     */
    record Line(String from, @Nullable String to, int minutesAgo, String body) {}

    static final String ROOM = "garden";
    static final String ROOM_NAME = "Garden";
    static final String ROOM_SUBJECT = "The feast on Sunday: who brings what";

    static final List<Person> PEOPLE =
            List.of(
                    new Person("juliet", "Juliet"),
                    new Person("romeo", "Romeo"),
                    new Person("mercutio", "Mercutio"),
                    new Person("benvolio", "Benvolio"),
                    new Person("nurse", "Nurse"),
                    new Person("tybalt", "Tybalt"),
                    new Person("laurence", "Friar Laurence"),
                    new Person("rosaline", "Rosaline"));

    private static final int DAY = 24 * 60;

    static final List<Line> TALK =
            List.of(
                    new Line(
                            "nurse",
                            "juliet",
                            9 * DAY,
                            "Your mother asks whether the guest list is final."),
                    new Line(
                            "juliet",
                            "nurse",
                            9 * DAY - 4,
                            "Nearly. Two more names and I will send it."),
                    new Line("nurse", "juliet", 9 * DAY - 5, "She will want to know which two."),
                    new Line("juliet", "nurse", 9 * DAY - 7, "So will I, once they answer."),
                    new Line(
                            "romeo",
                            "benvolio",
                            4 * DAY + 30,
                            "Are you walking past the orchard tonight?"),
                    new Line(
                            "benvolio",
                            "romeo",
                            4 * DAY + 28,
                            "I am if you promise not to recite anything."),
                    new Line("romeo", "benvolio", 4 * DAY + 27, "One sonnet."),
                    new Line("benvolio", "romeo", 4 * DAY + 26, "Half of one."),
                    new Line(
                            "juliet",
                            "nurse",
                            3 * DAY,
                            "The list is final: forty-two with the musicians."),
                    new Line("nurse", "juliet", 3 * DAY - 2, "Forty-two! I told the cook thirty."),
                    new Line("juliet", "nurse", 3 * DAY - 3, "Then tell him to cook with feeling."),
                    new Line(
                            "romeo",
                            "juliet",
                            2 * DAY + 300,
                            "I found the key to the garden gate."),
                    new Line("juliet", "romeo", 2 * DAY + 297, "Where was it?"),
                    new Line("romeo", "juliet", 2 * DAY + 296, "In the lock."),
                    new Line(
                            "juliet",
                            "romeo",
                            2 * DAY + 295,
                            "You are the cleverest man in Verona."),
                    new Line(
                            "laurence",
                            null,
                            2 * DAY + 120,
                            "I can lend the long tables from the abbey."),
                    new Line(
                            "benvolio",
                            null,
                            2 * DAY + 118,
                            "Thank you! How many people do they seat?"),
                    new Line("laurence", null, 2 * DAY + 117, "Twelve each. There are four."),
                    new Line(
                            "mercutio",
                            null,
                            2 * DAY + 110,
                            "Forty-eight seats for forty-two guests. I shall lie down."),
                    new Line("nurse", null, 2 * DAY + 108, "You shall carry benches."),
                    new Line(
                            "mercutio",
                            null,
                            2 * DAY + 107,
                            "I shall lie down after carrying benches."),
                    new Line(
                            "rosaline",
                            null,
                            DAY + 400,
                            "Music: two lutes and a viol are coming from Padua."),
                    new Line("benvolio", null, DAY + 396, "Do they need rooms for the night?"),
                    new Line("rosaline", null, DAY + 395, "Three beds, and stabling for one mule."),
                    new Line("tybalt", null, DAY + 60, "Who is watching the gate?"),
                    new Line("benvolio", null, DAY + 58, "I hoped you would. Gently."),
                    new Line("tybalt", null, DAY + 57, "I can be gentle."),
                    new Line("mercutio", null, DAY + 56, "Let it be written down with the date."),
                    new Line("romeo", "juliet", DAY + 20, "Which window was yours again?"),
                    new Line("juliet", "romeo", DAY + 18, "The one with the light in it."),
                    new Line(
                            "mercutio",
                            "romeo",
                            600,
                            "If you are up: the bakery gives away yesterday's bread at seven."),
                    new Line("romeo", "mercutio", 590, "It is five."),
                    new Line("mercutio", "romeo", 589, "Then you are early. Well done."),
                    new Line(
                            "juliet",
                            null,
                            180,
                            "The lanterns are here, all sixty. Two have no glass."),
                    new Line(
                            "laurence",
                            null,
                            176,
                            "Bring those to me, I have panes left from the chapel."),
                    new Line("nurse", null, 170, "And the candles? Nobody has said candles."),
                    new Line(
                            "juliet",
                            null,
                            168,
                            "Candles! I will ask at the market in the morning."),
                    new Line(
                            "benvolio",
                            null,
                            120,
                            "I have put everybody's part in order: https://example.org/feast/list"),
                    new Line(
                            "rosaline",
                            null,
                            118,
                            "That is the first list I ever enjoyed reading."),
                    new Line("romeo", "juliet", 45, "Are you coming down to see the lanterns?"),
                    new Line("juliet", "romeo", 43, "In a moment. Light one for me."),
                    new Line("romeo", "juliet", 42, "They are all lit for you."));

    private DemoTalk() {}
}
