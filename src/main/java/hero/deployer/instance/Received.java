package hero.deployer.instance;

import io.vertx.core.buffer.Buffer;

/** What comes in piece by piece, up to a bound. However small the pieces are, nothing is copied again and again. */
final class Received {
    private final int most;
    private Buffer bytes = Buffer.buffer();
    private boolean ours;

    Received(int most) {
        this.most = most;
    }

    /** False when it would be more than the bound; then it is not taken. */
    boolean add(Buffer piece) {
        if (bytes.length() + piece.length() > most) {
            return false;
        }
        if (bytes.length() == 0) {
            // what comes whole, as most does, is not copied at all
            bytes = piece;
        } else {
            // the first piece belongs to whoever read it
            bytes = (ours ? bytes : Buffer.buffer().appendBuffer(bytes)).appendBuffer(piece);
            ours = true;
        }
        return true;
    }

    byte[] bytes() {
        return bytes.getBytes();
    }
}
