package org.gradus.examples.digits;

/** A request that cannot be answered, with the HTTP status that says why. */
final class BadRequest extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String reason;

    BadRequest(int status, String reason) {
        super(reason);
        this.status = status;
        this.reason = reason;
    }

    String reason() {
        return reason;
    }

    int status() {
        return status;
    }
}
