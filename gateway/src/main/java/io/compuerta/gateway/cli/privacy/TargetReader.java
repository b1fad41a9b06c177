package io.compuerta.gateway.cli.privacy;

import io.compuerta.gateway.cli.explain.OrderedWork;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads targets one after the other, piece by piece; what cannot be read is an item too. Not thread-safe. */
final class TargetReader implements OrderedWork.Source<ScanItem> {

    private final Iterator<Target> targets;
    private final TextFile.Cut cut;
    private @Nullable Target target;
    private @Nullable TextFile file;
    private long before;
    private long files;

    TargetReader(List<Target> targets, TextFile.Cut cut) {
        this.targets = targets.iterator();
        this.cut = cut;
    }

    /** Bytes read so far. */
    long position() {
        return before + (file == null ? 0 : file.position());
    }

    /** Files that were opened and held text. */
    long files() {
        return files;
    }

    @Override
    public @Nullable ScanItem next() {
        while (true) {
            Target current = target;
            if (current == null) {
                if (!targets.hasNext()) {
                    return null;
                }
                current = targets.next();
                target = current;
            }
            try {
                TextFile open = file;
                if (open == null) {
                    open = TextFile.open(current, cut);
                    file = open;
                    files++;
                }
                ScanItem piece = open.next();
                if (piece != null) {
                    return piece;
                }
                done();
            } catch (NotTextException e) {
                done();
                return new ScanItem.Unread(current, String.valueOf(e.getMessage()), e.binary());
            } catch (IOException e) {
                done();
                String why = "cannot be read (" + e.getClass().getSimpleName() + ")";
                return new ScanItem.Unread(current, why, false);
            }
        }
    }

    private void done() {
        before = position();
        target = null;
        TextFile open = file;
        file = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                // All that was wanted of it has been read.
            }
        }
    }
}
