package io.compuerta.policy.signal.pii.training;

import io.compuerta.policy.signal.pii.NameTrainer;
import io.compuerta.policy.signal.pii.TrainingRow;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code --data FILE --output FILE [--without SOURCE --predict FILE]}: trains on the trainable rows and writes the weights;
 * with {@code --without}, leaves out the sources that start so and writes predictions of all rows instead, for
 * cross-validation.
 */
final class TrainNames {
    private static final int SLOTS = 1 << 17;
    private static final int EPOCHS = 6;
    private static final int SENTENCES = 11000;
    private static final long SEED = 20261121;

    private TrainNames() {}

    public static void main(String[] args) throws IOException {
        Path data = Path.of(option(args, "--data", ""));
        String without = option(args, "--without", "nothing");
        List<TrainingRow> rows = GoldRows.trainable(data).stream()
                .filter(row -> !row.source().startsWith(without))
                .toList();
        var invented = new Invented(SEED);
        var trainer = new NameTrainer(SLOTS, SEED);
        trainer.train(rows, invented::otherPeople, invented::sentence, SENTENCES, EPOCHS);
        String output = option(args, "--output", "");
        if (!output.isEmpty()) {
            try (var out = Files.newOutputStream(Path.of(output));
                    var buffered = new java.io.BufferedOutputStream(out)) {
                trainer.write(buffered);
            }
        }
        String predictions = option(args, "--predict", "");
        if (!predictions.isEmpty()) {
            Predict.predict(data, Path.of(predictions), trainer.scanner());
        }
    }

    private static String option(String[] args, String name, String otherwise) {
        for (int i = 0; i + 1 < args.length; i++) {
            if (args[i].equals(name)) {
                return args[i + 1];
            }
        }
        return otherwise;
    }
}
