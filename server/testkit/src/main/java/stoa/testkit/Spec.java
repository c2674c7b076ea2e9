package stoa.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The sentence of a standard that a test holds the server to. */
@Documented
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
@Repeatable(Spec.Several.class)
public @interface Spec {
    /** The XEP's number; 0 when it is an RFC. */
    int xep() default 0;

    /** The RFC's number; 0 when it is a XEP. */
    int rfc() default 0;

    /** The section, such as {@code 7.2.4}. */
    String section();

    /** What it says, in our words. */
    String says() default "";

    /** Holds several on one test. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target({ElementType.METHOD, ElementType.TYPE})
    @interface Several {
        Spec[] value();
    }
}
