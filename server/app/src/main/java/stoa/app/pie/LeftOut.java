package stoa.app.pie;

/** Where a part of an account tells what it does not take. */
interface LeftOut {
    void say(String why);
}
