package stoa.bench.client;

/** Somebody who can log in. */
public record Account(String name, String domain, String password) {
    public String address() {
        return name + "@" + domain;
    }
}
