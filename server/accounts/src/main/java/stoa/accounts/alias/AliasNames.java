package stoa.accounts.alias;

import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import stoa.accounts.people.AliasBook;
import stoa.accounts.people.AliasThreads;
import stoa.store.alias.Alias;
import stoa.store.alias.AliasHours;
import stoa.store.alias.AliasThread;
import stoa.store.alias.HoursNotation;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.xml.Element;

/** The namespace of what clients see of aliases, and its elements. */
final class AliasNames {
    static final String NAMESPACE = "urn:stoa:alias:0";

    private AliasNames() {}

    /**
     * Who has answered.
     *
     * @param withAddress only among members: who asks learns the name
     */
    static Element onBehalfOf(AliasBook book, BareJid member, boolean withAddress) {
        return Element.of("on-behalf-of", NAMESPACE)
                .attribute("name", book.nameOf(member))
                .attribute("jid", withAddress ? member.toString() : null)
                .build();
    }

    /** When an alias is answered; days as ISO 8601 counts them, from Monday, which is 1. */
    static Element hours(AliasHours hours) {
        Element.Builder all = Element.of("hours", NAMESPACE).attribute("zone", hours.zone());
        for (AliasHours.Span span : hours.spans()) {
            all.child(
                    Element.of("open", NAMESPACE)
                            .attribute(
                                    "days",
                                    span.days().stream()
                                            .map(day -> Integer.toString(day.getValue()))
                                            .collect(Collectors.joining(" ")))
                            .attribute("from", HoursNotation.time(span.from()))
                            .attribute("until", HoursNotation.time(span.until()))
                            .build());
        }
        return all.build();
    }

    /** A conversation as its members see it, with who answers in it. */
    static Element.Builder thread(AliasBook book, Alias alias, AliasThread thread) {
        BareJid assignee = thread.assignee();
        return Element.of("thread", NAMESPACE)
                .attribute("jid", address(thread).toString())
                .attribute("alias", alias.address().toString())
                .attribute("person", thread.person().toString())
                .attribute("name", book.nameOf(thread.person()))
                .attribute("assignee", text(assignee))
                .attribute("assignee-name", assignee == null ? null : book.nameOf(assignee));
    }

    /** That the conversation is open no more. */
    static Element closed(AliasThread thread) {
        return Element.of("thread", NAMESPACE)
                .attribute("jid", address(thread).toString())
                .attribute("alias", thread.alias().toString())
                .attribute("person", thread.person().toString())
                .attribute("closed", "true")
                .build();
    }

    /** Its address; one without is never opened. */
    static BareJid address(AliasThread thread) {
        return Objects.requireNonNull(AliasThreads.address(thread.alias(), thread.person()));
    }

    private static @Nullable String text(@Nullable BareJid member) {
        return member == null ? null : member.toString();
    }
}
