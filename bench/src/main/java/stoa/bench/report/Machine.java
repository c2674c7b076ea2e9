package stoa.bench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What the numbers were measured on, without names. */
public record Machine(
        int cores, String processor, long memoryMebibytes, String kernel, String java) {
    /** This machine. */
    public static Machine here() {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                field("/proc/cpuinfo", "model name"),
                Long.parseLong(field("/proc/meminfo", "MemTotal").replaceAll("[^0-9]", "")) / 1024,
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version").replaceAll("-.*", ""),
                System.getProperty("java.vendor") + " " + Runtime.version());
    }

    private static String field(String file, String name) {
        try (var lines = Files.lines(Path.of(file))) {
            return lines.filter(line -> line.startsWith(name))
                    .map(line -> line.substring(line.indexOf(':') + 1).trim())
                    .findFirst()
                    .orElse("0");
        } catch (IOException e) {
            return "0";
        }
    }

    @Override
    public String toString() {
        return cores
                + " cores ("
                + processor
                + "), "
                + memoryMebibytes / 1024
                + " GiB, "
                + kernel
                + ", JDK "
                + java;
    }
}
