package io.compuerta.policy.rule;

import dev.cel.common.CelAbstractSyntaxTree;
import dev.cel.common.CelOptions;
import dev.cel.common.CelValidationResult;
import dev.cel.common.types.SimpleType;
import dev.cel.compiler.CelCompiler;
import dev.cel.compiler.CelCompilerBuilder;
import dev.cel.compiler.CelCompilerFactory;
import dev.cel.parser.CelStandardMacro;
import dev.cel.runtime.CelEvaluationException;
import dev.cel.runtime.CelRuntime;
import dev.cel.runtime.CelRuntimeFactory;

/**
 * The Common Expression Language with this product's variables (ADR-0009).
 *
 * <p>Building the two environments loads a thousand classes, about half a second on a cold JVM, so it happens when the
 * first condition is compiled and never for a policy without conditions. Thread-safe.
 */
final class Cel {

    // "complexity > 1" and "promptTokens > 0.5e6" compare a double with an int; people expect that to work.
    private static final CelOptions OPTIONS = CelOptions.current()
            .enableHeterogeneousNumericComparisons(true)
            .maxExpressionCodePointSize(4_000)
            .maxParseRecursionDepth(50)
            .comprehensionMaxIterations(1_000)
            .build();

    private Cel() {}

    static CelValidationResult parse(String condition) {
        return CompilerHolder.COMPILER.parse(condition);
    }

    static CelValidationResult check(CelAbstractSyntaxTree parsed) {
        return CompilerHolder.COMPILER.check(parsed);
    }

    static CelRuntime.Program program(CelAbstractSyntaxTree checked) throws CelEvaluationException {
        return RuntimeHolder.RUNTIME.createProgram(checked);
    }

    private static final class CompilerHolder {
        private static final CelCompiler COMPILER = compiler();

        private static CelCompiler compiler() {
            CelCompilerBuilder builder = CelCompilerFactory.standardCelCompilerBuilder()
                    .setOptions(OPTIONS)
                    .setStandardMacros(CelStandardMacro.STANDARD_MACROS)
                    .setResultType(SimpleType.BOOL);
            for (Variable variable : Variable.values()) {
                builder.addVar(variable.celName(), variable.type());
            }
            return builder.build();
        }
    }

    private static final class RuntimeHolder {
        private static final CelRuntime RUNTIME = CelRuntimeFactory.standardCelRuntimeBuilder()
                .setOptions(OPTIONS)
                .build();
    }
}
