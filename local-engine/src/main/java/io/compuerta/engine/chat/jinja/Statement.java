package io.compuerta.engine.chat.jinja;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something that writes or changes. */
sealed interface Statement {

    record Data(String text) implements Statement {}

    record Print(Expression value) implements Statement {}

    /** The first branch whose condition holds; a null condition is {@code else}. */
    record If(List<Branch> branches) implements Statement {}

    record Branch(@Nullable Expression condition, List<Statement> body) {}

    record For(
            List<String> targets,
            Expression iterable,
            @Nullable Expression condition,
            List<Statement> body,
            List<Statement> otherwise)
            implements Statement {}

    /** {@code set a, b = value}. */
    record Set(List<String> targets, Expression value) implements Statement {}

    /** {@code set target.member = value}, for namespaces. */
    record SetMember(String target, String member, Expression value) implements Statement {}

    /** {@code set name}body{@code endset}. */
    record SetBlock(String target, List<Statement> body) implements Statement {}

    record Macro(String name, List<Parameter> parameters, List<Statement> body) implements Statement {}

    record Parameter(String name, @Nullable Expression preset) {}

    record Break() implements Statement {}

    record Continue() implements Statement {}
}
