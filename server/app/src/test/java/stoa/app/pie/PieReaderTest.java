package stoa.app.pie;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import stoa.xmpp.xml.Element;

/** What is read of files, good and bad, and that nothing else on the machine is. */
class PieReaderTest {
    private static final PieLimits SMALL =
            new PieLimits(2_000, 4_000, 6_000, 8, 50_000, 200, 40, 4);

    @TempDir private Path outside;

    private final Heard heard = new Heard();

    /** Writes down what it is told. */
    private static final class Heard implements PieReader.Listener {
        final List<String> all = new ArrayList<>();
        final List<String> leftOut = new ArrayList<>();

        @Override
        public boolean host(@Nullable String jid) {
            all.add("host " + jid);
            return !"passed.example".equals(jid);
        }

        @Override
        public boolean user(@Nullable String name, @Nullable String password) {
            all.add("user " + name + " " + password);
            return true;
        }

        @Override
        public void element(Element child) {
            all.add(child.name());
        }

        @Override
        public void archived(Element result) {
            all.add("archived " + result.attribute("id"));
        }

        @Override
        public void offline(Element message) {
            all.add("offline " + message.childText("body"));
        }

        @Override
        public void userEnded() {
            all.add("end");
        }

        @Override
        public void leftOut(String place, String why) {
            leftOut.add(why);
        }
    }

    private Path folder() throws IOException {
        return Files.createDirectories(outside.resolve("inside"));
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private static String data(String hosts) {
        return "<?xml version='1.0' encoding='UTF-8'?><!-- made by hand -->"
                + "<server-data xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude'>"
                + hosts
                + "</server-data>";
    }

    private static String juliet(String children) {
        return data(
                "<host jid='capulet.example'><user name='juliet'>" + children + "</user></host>");
    }

    private void read(String text) throws Exception {
        new PieReader(SMALL, heard).read(write("main.xml", text));
    }

    @Test
    void a_file_is_told_in_its_order() throws Exception {
        read(
                data(
                        "<host jid='passed.example'><user name='tybalt'/></host>"
                                + "<host jid='capulet.example'><user name='juliet' password='p'>"
                                + "<query xmlns='jabber:iq:roster'/>"
                                + "<offline-messages><message xmlns='jabber:client'>"
                                + "<body>hist</body></message></offline-messages>"
                                + "<archive xmlns='urn:xmpp:pie:0#mam'>"
                                + "<result xmlns='urn:xmpp:mam:2' id='1'/>"
                                + "<result xmlns='urn:xmpp:mam:2' id='2'/></archive>"
                                + "</user></host>"));
        assertThat(heard.all)
                .containsExactly(
                        "host passed.example",
                        "host capulet.example",
                        "user juliet p",
                        "query",
                        "offline hist",
                        "archived 1",
                        "archived 2",
                        "end");
        assertThat(heard.leftOut).isEmpty();
    }

    @Test
    void the_namespace_of_the_drafts_is_read_as_well() throws Exception {
        read(
                "<server-data xmlns='http://www.xmpp.org/extensions/xep-0227.html#ns'>"
                        + "<host jid='capulet.example'><user name='juliet'/></host></server-data>");
        assertThat(heard.all).containsExactly("host capulet.example", "user juliet null", "end");
    }

    @Test
    void files_include_others_of_their_directory() throws Exception {
        write(
                "capulet.example/juliet.xml",
                "<user xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude'"
                        + " name='juliet'><xi:include href='card.xml'/>"
                        + "<query xmlns='jabber:iq:private'><xi:include href='card.xml'/></query>"
                        + "</user>");
        write("capulet.example/card.xml", "<vCard xmlns='vcard-temp'/>");
        write(
                "capulet%.xml",
                "<host xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude'"
                        + " jid='capulet.example'>"
                        + "<xi:include href='capulet.example/juliet.xml'/></host>");
        read(data("<xi:include href='capulet%25.xml'/>"));
        assertThat(heard.all)
                .as("what lies deeper than a child is the user's, and stays as it is")
                .containsExactly(
                        "host capulet.example", "user juliet null", "vCard", "query", "end");
    }

    @Test
    void nothing_outside_the_directory_is_included() throws Exception {
        Path secret =
                Files.writeString(outside.resolve("secret.xml"), "<vCard xmlns='vcard-temp'/>");
        Files.createSymbolicLink(folder().resolve("link.xml"), secret);
        for (String href :
                List.of(
                        "../secret.xml",
                        "a/../../secret.xml",
                        "%2E%2E/secret.xml",
                        secret.toString(),
                        secret.toUri().toString(),
                        "link.xml",
                        "//host/secret.xml",
                        "http://capulet.example/x.xml",
                        "missing.xml",
                        "",
                        ":")) {
            heard.leftOut.clear();
            read(juliet("<xi:include href='" + href + "'/>"));
            assertThat(heard.leftOut).as(href).hasSize(1);
        }
        assertThat(heard.all).doesNotContain("vCard");
    }

    @Test
    void parts_of_files_and_texts_are_not_included() throws Exception {
        write("card.xml", "<vCard xmlns='vcard-temp'/>");
        read(
                juliet(
                        "<xi:include href='card.xml' parse='text'/>"
                                + "<xi:include href='card.xml' xpointer='x'/>"
                                + "<xi:include><xi:fallback/></xi:include>"));
        assertThat(heard.leftOut).hasSize(3);
        assertThat(heard.all).doesNotContain("vCard");
    }

    @Test
    void files_that_include_themselves_come_to_an_end() throws Exception {
        write(
                "host.xml",
                "<host xmlns='urn:xmpp:pie:0' xmlns:xi='http://www.w3.org/2001/XInclude'"
                        + " jid='capulet.example'><xi:include href='host.xml'/></host>");
        read(data("<xi:include href='host.xml'/>"));
        assertThat(heard.leftOut).containsExactly("a file that includes itself");
    }

    @Test
    void files_that_include_each_other_too_deep_are_left() throws Exception {
        for (int i = 0; i < 6; i++) {
            write(
                    "f" + i + ".xml",
                    "<x:include xmlns:x='http://www.w3.org/2001/XInclude'"
                            + " href='f"
                            + (i + 1)
                            + ".xml'/>");
        }
        read(data("<xi:include href='f0.xml'/>"));
        assertThat(heard.leftOut).containsExactly("more than 4 files within each other");
    }

    @Test
    void what_is_not_known_is_told_and_passed_over() throws Exception {
        read(
                data(
                        "<component xmlns='urn:other'/><host jid='capulet.example'><room/>"
                                + "<user name='juliet'><archive xmlns='urn:xmpp:pie:0#mam'><x/></archive>"
                                + "</user></host>"));
        assertThat(heard.leftOut).hasSize(3).allMatch(why -> why.contains("not known"));
        assertThat(heard.all).endsWith("end");
    }

    @Test
    void broken_xml_ends_the_reading_and_says_where() {
        assertThatThrownBy(
                        () ->
                                read(
                                        juliet("<vCard xmlns='vcard-temp'/>\n<query")
                                                .replace("</user></host></server-data>", "")))
                .isInstanceOf(PieException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining("well-formed");
        assertThat(heard.all)
                .as("the user is not complete")
                .containsExactly("host capulet.example", "user juliet null", "vCard");
    }

    @Test
    void a_file_of_something_else_is_refused() {
        assertThatThrownBy(() -> read("<html/>")).hasMessageContaining("no file of XEP-0227");
        assertThatThrownBy(() -> read("not XML")).isInstanceOf(PieException.class);
        assertThatThrownBy(() -> read("")).isInstanceOf(PieException.class);
        assertThatThrownBy(() -> new PieReader(SMALL, heard).read(outside.resolve("none.xml")))
                .hasMessageContaining("is not there");
    }

    @Test
    void a_document_type_is_refused_whatever_it_says() throws Exception {
        Path secret = Files.writeString(outside.resolve("secret.txt"), "secret");
        for (String type :
                List.of(
                        "<!DOCTYPE server-data>",
                        "<!DOCTYPE s [<!ENTITY e SYSTEM '" + secret.toUri() + "'>]>",
                        "<!DOCTYPE s SYSTEM '" + secret.toUri() + "'>",
                        "<!DOCTYPE s [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'><!ENTITY c '&b;&b;'>]>")) {
            assertThatThrownBy(
                            () ->
                                    read(
                                            type
                                                    + "<server-data xmlns='urn:xmpp:pie:0'>"
                                                    + "<host jid='x'/></server-data>"))
                    .as(type)
                    .isInstanceOf(PieException.class);
        }
        assertThatThrownBy(() -> read(juliet("<note xmlns='x'>&e;</note>")))
                .isInstanceOf(PieException.class);
        assertThat(heard.all.toString()).doesNotContain("secret").doesNotContain("host x");
    }

    @Test
    void what_is_too_large_or_too_deep_is_left_out_and_the_rest_is_read() throws Exception {
        read(
                juliet(
                        "<big xmlns='x'>"
                                + "y".repeat(5_000)
                                + "</big>"
                                + "<deep xmlns='x'>"
                                + "<a>".repeat(20)
                                + "</a>".repeat(20)
                                + "</deep>"
                                + "<wide xmlns='x' a='"
                                + "z".repeat(5_000)
                                + "'/>"
                                + "<archive xmlns='urn:xmpp:pie:0#mam'>"
                                + "<result xmlns='urn:xmpp:mam:2' id='1'>"
                                + "y".repeat(3_000)
                                + "</result><result xmlns='urn:xmpp:mam:2' id='2'/></archive>"
                                + "<small xmlns='x'/>"));
        assertThat(heard.leftOut).hasSize(4).allMatch(why -> why.contains("larger or deeper"));
        assertThat(heard.all).endsWith("archived 2", "small", "end");
    }

    @Test
    void one_user_may_not_have_more_than_is_held_of_one() throws Exception {
        read(juliet(("<part xmlns='x'>" + "y".repeat(2_500) + "</part>").repeat(4)));
        assertThat(heard.all.stream().filter("part"::equals)).hasSize(2);
        assertThat(heard.leftOut).hasSize(2);
    }

    @Test
    void bombs_end_the_reading() {
        assertThatThrownBy(() -> read(juliet("<a x='" + "y".repeat(200_000) + "'/>")))
                .hasMessageContaining("longer than is read");
        assertThatThrownBy(() -> read(data("<a>".repeat(100) + "</a>".repeat(100))))
                .hasMessageContaining("nested deeper");
        StringBuilder names = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            names.append("<n").append(i).append("/>");
        }
        assertThatThrownBy(() -> read(juliet("<a>" + names + "</a>")))
                .hasMessageContaining("different names");
    }

    @Test
    void many_references_of_characters_are_no_bomb() throws Exception {
        new PieReader(PieLimits.DEFAULTS, heard)
                .read(write("main.xml", juliet("<a>" + "&amp;&#65;".repeat(200_000) + "</a>")));
        assertThat(heard.all).contains("a");
    }
}
