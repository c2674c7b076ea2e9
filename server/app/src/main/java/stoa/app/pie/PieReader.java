package stoa.app.pie;

import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import stoa.xmpp.xml.Element;

/**
 * Reads a file of XEP-0227 and those it includes, and tells a listener what is in them in the order
 * it comes. It holds one child of a user at a time, of an archive one message, so files may be of
 * any size; {@link PieLimits} bounds the rest.
 */
final class PieReader {
    /** Hears what is read, on the thread that reads. */
    interface Listener {
        /** A host begins; false to have it passed over. */
        boolean host(@Nullable String jid);

        /** A user begins; false to have it passed over. */
        boolean user(@Nullable String name, @Nullable String password);

        /** A child of the user, but for the two that are streamed. */
        void element(Element child);

        /** The next message of the user's archive: a {@code <result/>}. */
        void archived(Element result);

        /** The next offline message of the user. */
        void offline(Element message);

        /** The user is complete. Not called when the file breaks off before. */
        void userEnded();

        /** Something is left out. */
        void leftOut(String place, String why);
    }

    /** What stands within what. */
    private enum Level {
        SERVER_DATA,
        HOST,
        USER,
        CHILD
    }

    private final PieLimits limits;
    private final Listener listener;
    private final Set<String> names = new HashSet<>();
    private final Deque<Path> open = new ArrayDeque<>();
    private long userWeight;

    PieReader(PieLimits limits, Listener listener) {
        this.limits = limits;
        this.listener = listener;
    }

    /**
     * @throws PieException where a file cannot be read on; what was told before stands
     */
    void read(Path main) throws PieException, IOException {
        try {
            file(main, new Includes(main), Level.SERVER_DATA);
        } catch (NoSuchFileException e) {
            throw new PieException(e.getFile() + " is not there", e);
        }
    }

    private void file(Path path, Includes includes, Level level) throws PieException, IOException {
        Path real = path.toRealPath();
        open.push(real);
        try (PieFile file = new PieFile(path, limits, names)) {
            if (!file.nextTag()) {
                throw file.refused("there is no element");
            }
            if (level == Level.SERVER_DATA && !isAt(file, level)) {
                throw file.refused("this is no file of XEP-0227: it begins with another element");
            }
            element(file, includes, level);
            if (file.nextTag()) {
                throw file.refused("there is more than one element");
            }
        } finally {
            open.pop();
        }
    }

    private static boolean isAt(PieFile file, Level level) {
        return switch (level) {
            case SERVER_DATA -> isPie(file, "server-data");
            case HOST -> isPie(file, "host");
            case USER -> isPie(file, "user");
            case CHILD -> true;
        };
    }

    private static boolean isPie(PieFile file, String name) {
        return file.name().equals(name) && Pie.isPie(file.namespace());
    }

    /** The element whose start tag was read; moves to its end tag. */
    private void element(PieFile file, Includes includes, Level level)
            throws PieException, IOException {
        if (file.is("include", Pie.XINCLUDE)) {
            include(file, includes, level);
            return;
        }
        if (!isAt(file, level)) {
            leftOut(file, "an element that is not known here: " + shown(file));
            file.pass();
            return;
        }
        switch (level) {
            case SERVER_DATA -> children(file, includes, Level.HOST);
            case HOST -> {
                if (listener.host(file.attribute("jid"))) {
                    children(file, includes, Level.USER);
                } else {
                    file.pass();
                }
            }
            case USER -> {
                userWeight = 0;
                if (listener.user(file.attribute("name"), file.attribute("password"))) {
                    children(file, includes, Level.CHILD);
                    listener.userEnded();
                } else {
                    file.pass();
                }
            }
            case CHILD -> child(file);
        }
    }

    private static String shown(PieFile file) {
        String name = file.name() + " in " + file.namespace();
        return name.length() > 120 ? name.substring(0, 120) + "…" : name;
    }

    private void children(PieFile file, Includes includes, Level level)
            throws PieException, IOException {
        while (file.nextTag()) {
            element(file, includes, level);
        }
    }

    private void include(PieFile file, Includes includes, Level level)
            throws PieException, IOException {
        Includes.Found found =
                includes.find(
                        file.path(),
                        file.attribute("href"),
                        file.attribute("parse"),
                        file.attribute("xpointer"));
        String place = file.place();
        file.pass(); // what stands in it is for when there is no file
        switch (found) {
            case Includes.Found.Not(var why) -> listener.leftOut(place, why);
            case Includes.Found.File(var path) -> {
                if (open.contains(path.toRealPath())) {
                    listener.leftOut(place, "a file that includes itself");
                } else if (open.size() >= limits.includes()) {
                    listener.leftOut(
                            place, "more than " + limits.includes() + " files within each other");
                } else {
                    file(path, includes, level);
                }
            }
        }
    }

    private void child(PieFile file) throws PieException {
        if (file.is("archive", Pie.ARCHIVE)) {
            while (file.nextTag()) {
                stanza(file, file.is("result", Pie.MAM), true);
            }
        } else if (isPie(file, "offline-messages")) {
            while (file.nextTag()) {
                stanza(file, file.name().equals("message"), false);
            }
        } else {
            String place = file.place();
            String shown = shown(file);
            Element child = file.tree(limits.elementBytes());
            userWeight += child == null ? 0 : file.weight();
            if (child == null || userWeight > limits.userBytes()) {
                listener.leftOut(place, "larger or deeper than is taken: " + shown);
            } else {
                listener.element(child);
            }
        }
    }

    private void stanza(PieFile file, boolean expected, boolean archived) throws PieException {
        String place = file.place();
        if (!expected) {
            leftOut(file, "an element that is not known here: " + shown(file));
            file.pass();
            return;
        }
        Element stanza = file.tree(limits.stanzaBytes());
        userWeight += archived || stanza == null ? 0 : file.weight();
        if (stanza == null || (!archived && userWeight > limits.userBytes())) {
            listener.leftOut(place, "a message that is larger or deeper than is taken");
        } else if (archived) {
            listener.archived(stanza);
        } else {
            listener.offline(stanza);
        }
    }

    private void leftOut(PieFile file, String what) {
        listener.leftOut(file.place(), what);
    }
}
