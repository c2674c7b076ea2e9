package stoa.app;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.BindException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import stoa.app.config.ConfigException;
import stoa.app.control.Administration;
import stoa.app.control.ControlClient;
import stoa.store.StoreException;

/** Puts a failure into the sentence its reader needs. */
final class Sentence {
    private Sentence() {}

    static String of(Throwable failure) {
        return switch (failure) {
            case CompletionException wrapped when wrapped.getCause() != null ->
                    of(wrapped.getCause());
            case ExecutionException wrapped when wrapped.getCause() != null ->
                    of(wrapped.getCause());
            case ConfigException bad -> "the configuration cannot be used:\n" + bad.getMessage();
            case StoreException store -> String.valueOf(store.getMessage());
            case PlainException plain -> String.valueOf(plain.getMessage());
            case ControlClient.Refused refused -> String.valueOf(refused.getMessage());
            case Administration.RefusedException refused -> String.valueOf(refused.getMessage());
            case BindException taken -> String.valueOf(taken.getMessage());
            case NoSuchFileException missing -> missing.getFile() + " is not there";
            case AccessDeniedException denied ->
                    denied.getFile() + " may not be read or written by this user";
            case FileSystemException file when file.getFile() != null ->
                    file.getFile()
                            + " cannot be used: "
                            + Objects.requireNonNullElse(
                                    file.getReason(), file.getClass().getSimpleName());
            default -> unexpected(failure);
        };
    }

    /** A bug: everything there is to know, for the report. */
    private static String unexpected(Throwable failure) {
        StringWriter text = new StringWriter();
        failure.printStackTrace(new PrintWriter(text));
        return "something went wrong that should not have:\n" + text;
    }
}
