package io.compuerta.policy.yaml;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.ReaderException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Builds {@link Node}s from the parser's events. The library's own composer recurses without a limit (three thousand
 * brackets overflow the stack) and throws at the first duplicate key; this one bounds depth, nodes and aliases and
 * collects duplicates.
 */
final class Composer {

    static final int MAX_CHARACTERS = 1_000_000;
    private static final int MAX_DEPTH = 32;
    private static final int MAX_NODES = 100_000;
    private static final int MAX_ALIASES = 100;

    private final Problems problems;
    private final Map<String, Node> anchors = new HashMap<>();
    private final Set<String> open = new HashSet<>();
    private Iterator<Event> events = List.<Event>of().iterator();
    private int nodes;
    private int aliases;

    private Composer(Problems problems) {
        this.problems = problems;
    }

    /** The root; empty when the file is empty or is no YAML, of which the latter is reported. */
    static Optional<Node> compose(String text, Problems problems) {
        if (text.length() > MAX_CHARACTERS) {
            problems.add(
                    Position.START,
                    "the file holds " + text.length() + " characters; at most " + MAX_CHARACTERS + " are read");
            return Optional.empty();
        }
        try {
            return new Composer(problems).document(text);
        } catch (Unreadable e) {
            problems.add(e.position, String.valueOf(e.getMessage()));
        } catch (MarkedYamlEngineException e) {
            String context = e.getContext() == null ? "" : e.getContext() + ", ";
            problems.add(
                    e.getProblemMark().map(Composer::position).orElse(Position.START),
                    "this is not valid YAML: " + context + e.getProblem());
        } catch (ReaderException e) {
            problems.add(positionOf(text, e.getPosition()), "this is not valid YAML: a control character");
        } catch (YamlEngineException e) {
            problems.add(Position.START, "this is not valid YAML");
        }
        return Optional.empty();
    }

    private Optional<Node> document(String text) {
        LoadSettings settings = LoadSettings.builder()
                .setUseMarks(true)
                .setCodePointLimit(MAX_CHARACTERS)
                .build();
        events = new Parse(settings).parseString(text).iterator();
        Node root = null;
        while (events.hasNext()) {
            Event event = events.next();
            switch (event.getEventId()) {
                case StreamStart, StreamEnd, DocumentEnd, Comment -> {}
                case DocumentStart -> {
                    if (root != null) {
                        throw new Unreadable(position(event), "a second document ('---'); a file holds one");
                    }
                }
                default -> root = node(event, 1);
            }
        }
        return Optional.ofNullable(root);
    }

    private Node node(Event event, int depth) {
        Position at = position(event);
        if (depth > MAX_DEPTH) {
            throw new Unreadable(at, "nested more than " + MAX_DEPTH + " levels deep");
        }
        if (++nodes > MAX_NODES) {
            throw new Unreadable(at, "more than " + MAX_NODES + " values");
        }
        if (event instanceof AliasEvent alias) {
            return alias(alias, at);
        }
        String anchor = event instanceof NodeEvent named
                ? named.getAnchor().map(Object::toString).orElse(null)
                : null;
        if (anchor != null) {
            open.add(anchor);
        }
        Node node = switch (event) {
            case ScalarEvent scalar -> scalar(scalar, at);
            case CollectionStartEvent start -> {
                requireNoTag(start.getTag().filter(tag -> !start.isImplicit()), at);
                yield start.getEventId() == Event.ID.SequenceStart ? sequence(at, depth) : mapping(at, depth);
            }
            default -> throw new Unreadable(at, "this is not valid YAML");
        };
        if (anchor != null) {
            open.remove(anchor);
            anchors.put(anchor, node);
        }
        return node;
    }

    private Node alias(AliasEvent alias, Position at) {
        String name = alias.getAlias().toString();
        if (++aliases > MAX_ALIASES) {
            throw new Unreadable(at, "more than " + MAX_ALIASES + " aliases");
        }
        if (open.contains(name)) {
            throw new Unreadable(at, "the alias '*" + name + "' stands inside what it names");
        }
        Node node = anchors.get(name);
        if (node == null) {
            throw new Unreadable(at, "nothing is named '&" + name + "' before this");
        }
        // Counted again: a small file of aliases to aliases must not grow into a large tree.
        nodes += size(node);
        if (nodes > MAX_NODES) {
            throw new Unreadable(at, "more than " + MAX_NODES + " values");
        }
        return node;
    }

    private static int size(Node node) {
        return switch (node) {
            case Node.Scalar scalar -> 1;
            case Node.Sequence sequence ->
                sequence.items().stream().mapToInt(Composer::size).sum() + 1;
            case Node.Mapping mapping ->
                mapping.entries().values().stream()
                                .mapToInt(entry -> size(entry.value()))
                                .sum()
                        + 1;
        };
    }

    private static Node.Scalar scalar(ScalarEvent event, Position at) {
        requireNoTag(event.getTag(), at);
        Node.Style style = switch (event.getScalarStyle()) {
            case PLAIN -> Node.Style.PLAIN;
            case LITERAL -> Node.Style.LITERAL;
            case FOLDED -> Node.Style.FOLDED;
            default -> Node.Style.QUOTED;
        };
        return new Node.Scalar(event.getValue(), style, at);
    }

    private Node.Sequence sequence(Position at, int depth) {
        List<Node> items = new ArrayList<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.SequenceEnd; next = events.next()) {
            items.add(node(next, depth + 1));
        }
        return new Node.Sequence(List.copyOf(items), at);
    }

    private Node.Mapping mapping(Position at, int depth) {
        Map<String, Node.Entry> entries = new LinkedHashMap<>();
        for (Event next = events.next(); next.getEventId() != Event.ID.MappingEnd; next = events.next()) {
            Node key = node(next, depth + 1);
            Node value = node(events.next(), depth + 1);
            if (!(key instanceof Node.Scalar name)) {
                problems.add(key.position(), "a key must be a word, not " + key.kind());
                continue;
            }
            Node.Entry earlier = entries.putIfAbsent(name.value(), new Node.Entry(key.position(), value));
            if (earlier != null) {
                problems.add(
                        key.position(),
                        "duplicate key '" + name.value() + "'; first on line "
                                + earlier.key().line());
            }
        }
        return new Node.Mapping(entries, at);
    }

    private static void requireNoTag(Optional<String> tag, Position at) {
        if (tag.isPresent()) {
            throw new Unreadable(at, "YAML tags such as '" + tag.get() + "' are not read here");
        }
    }

    private static Position position(Event event) {
        return event.getStartMark().map(Composer::position).orElse(Position.START);
    }

    private static Position position(Mark mark) {
        return new Position(mark.getLine() + 1, mark.getColumn() + 1);
    }

    private static Position positionOf(String text, int index) {
        String before = text.substring(0, Math.min(Math.max(index, 0), text.length()));
        int line = (int) before.chars().filter(c -> c == '\n').count() + 1;
        return new Position(line, before.length() - before.lastIndexOf('\n'));
    }

    /** Ends the reading of a file whose structure cannot be trusted further. */
    private static final class Unreadable extends RuntimeException {
        private static final long serialVersionUID = 1L;
        private final transient Position position;

        Unreadable(Position position, @Nullable String message) {
            super(message, null, false, false);
            this.position = position;
        }
    }
}
