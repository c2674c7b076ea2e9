package stoa.app.command;

import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import stoa.app.PlainException;
import stoa.app.pie.Exporter;
import stoa.app.serve.PortableAccounts;
import stoa.store.account.Account;
import stoa.xmpp.jid.BareJid;
import stoa.xmpp.jid.DomainJid;
import stoa.xmpp.jid.InvalidJidException;
import stoa.xmpp.jid.Jid;

/**
 * {@code ./stoa export ADDRESS FILE}: accounts with all they have, for another server (XEP-0227).
 */
@Command(
        name = "export",
        description = {
            "Write a domain's accounts, or one, with all they have, to a file of XEP-0227.",
            "The server must not run; of one that does, restore a backup elsewhere and export that."
        },
        mixinStandardHelpOptions = true)
public final class ExportCommand implements Callable<Integer> {
    @Spec CommandSpec spec;
    @Mixin ConfigOptions options = new ConfigOptions();

    @Parameters(index = "0", paramLabel = "ADDRESS", description = "DOMAIN, or NAME@DOMAIN.")
    String address = "";

    @Parameters(index = "1", paramLabel = "FILE", description = "The file to write.")
    Path target = Path.of("accounts.xml");

    @Option(
            names = "--each",
            description = "A file for each account, NAME@DOMAIN.xml, in the directory FILE.")
    boolean each;

    @Option(
            names = "--for-ejabberd",
            description = "Write password keys as ejabberd reads them, in a form of its own.")
    boolean forEjabberd;

    @Option(names = "--replace", description = "Replace files of that name.")
    boolean replace;

    @Override
    public Integer call() throws Exception {
        Jid what = what();
        if (each && !(what instanceof DomainJid)) {
            throw new PlainException("--each is for a domain: give one in place of " + what);
        }
        boolean taken = each ? isFilled(target) : Files.exists(target);
        if (taken && !replace) {
            throw new PlainException(
                    target + " exists already; choose another name, or give --replace");
        }
        PrintWriter out = spec.commandLine().getOut();
        PrintWriter err = spec.commandLine().getErr();
        try (PortableAccounts accounts =
                PortableAccounts.open(
                        options.data,
                        options.read(false),
                        "stop it, or restore a backup into another directory and export from"
                                + " there")) {
            Exporter exporter = accounts.exporter(forEjabberd, said -> say(err, "stoa: " + said));
            write(accounts, exporter, what);
            exporter.report()
                    .leftOut()
                    .forEach(sentence -> say(err, "stoa: left out: " + sentence));
            say(out, target + " holds " + exporter.report().counts());
        }
        return 0;
    }

    private Jid what() throws PlainException {
        try {
            Jid jid = Jid.parse(address);
            if (jid instanceof DomainJid || jid instanceof BareJid) {
                return jid;
            }
        } catch (InvalidJidException e) {
            throw new PlainException(
                    "\"" + address + "\" is neither a domain nor an account's address", e);
        }
        throw new PlainException(
                "\"" + address + "\" is neither a domain nor an account's address");
    }

    private static boolean isFilled(Path directory) throws Exception {
        if (!Files.isDirectory(directory)) {
            return Files.exists(directory);
        }
        try (var files = Files.list(directory)) {
            return files.findAny().isPresent();
        }
    }

    private void write(PortableAccounts accounts, Exporter exporter, Jid what) throws Exception {
        DomainJid domain = DomainJid.of(what.domain());
        if (!accounts.serves(domain)) {
            throw new PlainException(domain + " is not served here");
        }
        if (!(what instanceof BareJid person)) {
            if (each) {
                exporter.each(domain, target);
            } else {
                exporter.domain(domain, target);
            }
            return;
        }
        Account account =
                accounts.find(person)
                        .orElseThrow(() -> new PlainException("there is no account " + person));
        exporter.account(account, target);
    }

    private static void say(PrintWriter to, String sentence) {
        to.println(sentence);
        to.flush();
    }
}
