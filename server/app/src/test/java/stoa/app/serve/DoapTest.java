package stoa.app.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import stoa.core.hook.Xep;

/**
 * docs/doap.xml, by which lists of XMPP software know a project (XEP-0453), is what the program
 * says of itself.
 */
class DoapTest {
    private static final Path FILE = Supported.DOCS.resolve("doap.xml");
    private static final Path WRITTEN = Path.of("target/doap.xml");

    private static final String HEAD =
            """
            <?xml version="1.0" encoding="UTF-8"?>
            <!-- Written from Feature.describe(); DoapTest compares. -->
            <rdf:RDF xmlns="http://usefulinc.com/ns/doap#"
                     xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
                     xmlns:xmpp="https://linkmauve.fr/ns/xmpp-doap#">
              <Project>
                <name>Stoa</name>
                <shortdesc xml:lang="en">Group chat for an organisation's own domains: an XMPP server with a web chat</shortdesc>
                <programming-language>Java</programming-language>
                <programming-language>TypeScript</programming-language>
                <os>Linux</os>
                <category rdf:resource="https://linkmauve.fr/ns/xmpp-doap#category-server"/>
                <category rdf:resource="https://linkmauve.fr/ns/xmpp-doap#category-client"/>
                <license rdf:resource="https://www.apache.org/licenses/LICENSE-2.0"/>
            """;

    private static final List<String> RFCS = List.of("6120", "6121", "7395", "7590", "7622");

    private static String written(List<Xep> xeps) {
        StringBuilder doap = new StringBuilder(HEAD);
        for (String rfc : RFCS) {
            doap.append("    <implements rdf:resource=\"https://www.rfc-editor.org/info/rfc")
                    .append(rfc)
                    .append("\"/>\n");
        }
        for (Xep xep : xeps) {
            boolean partial = Supported.text(xep).contains("**Left out.**");
            doap.append(
                    """
                        <implements>
                          <xmpp:SupportedXep>
                            <xmpp:xep rdf:resource="https://xmpp.org/extensions/xep-%04d.html"/>
                            <xmpp:status>%s</xmpp:status>
                            <xmpp:version>%s</xmpp:version>
                            <xmpp:note xml:lang="en">%s</xmpp:note>
                          </xmpp:SupportedXep>
                        </implements>
                    """
                            .formatted(
                                    xep.number(),
                                    partial ? "partial" : "complete",
                                    xep.version(),
                                    Supported.title(xep)
                                            .group(2)
                                            .replace("&", "&amp;")
                                            .replace("<", "&lt;")));
        }
        return doap.append("  </Project>\n</rdf:RDF>\n").toString();
    }

    /** When this fails, copy server/app/target/doap.xml to docs. */
    @Test
    void the_file_is_as_the_program_says() throws Exception {
        String expected = written(Supported.xeps());
        Files.createDirectories(Path.of("target"));
        Files.writeString(WRITTEN, expected);
        DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new java.io.ByteArrayInputStream(expected.getBytes(StandardCharsets.UTF_8)));
        assertThat(FILE).exists().content().isEqualTo(expected);
    }
}
