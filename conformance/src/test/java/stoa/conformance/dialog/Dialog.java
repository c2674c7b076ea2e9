package stoa.conformance.dialog;

import java.util.List;

/**
 * One dialog script. {@code docs/developing/conformance.md} describes the notation.
 *
 * @param title what a reader learns when it passes
 * @param spec the standard's section
 * @param cast who is signed in and available when it begins
 * @param offline who has an account, and no connection when it begins
 */
record Dialog(
        String file,
        String title,
        String spec,
        List<Actor> cast,
        List<Actor> offline,
        List<Step> steps) {
    Dialog {
        cast = List.copyOf(cast);
        offline = List.copyOf(offline);
        steps = List.copyOf(steps);
    }

    /** A person at a device: {@code juliet/laptop}. */
    record Actor(String account, String resource) {
        static Actor of(String text) {
            int slash = text.indexOf('/');
            return slash < 0
                    ? new Actor(text, "")
                    : new Actor(text.substring(0, slash), text.substring(slash + 1));
        }

        @Override
        public String toString() {
            return account + "/" + resource;
        }
    }

    /** One line: who, what, and the rest, with continuation lines joined. */
    record Step(int line, String actor, String verb, String rest) {
        @Override
        public String toString() {
            return "line " + line + ": " + actor + " " + verb + " " + rest;
        }
    }
}
