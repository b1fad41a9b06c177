package io.compuerta.engine.worker;

import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Values of records and sealed interfaces, made from their components: a component that is added is drawn too. Values
 * that a record refuses are drawn again.
 */
final class RandomValues {

    private static final int ATTEMPTS = 10_000;
    private static final int DEEPEST = 4;
    private static final String[] SNIPPETS = {
        "", "a", "b", "get_weather", "¿qué?", "你好", "\uD83D\uDE00", "\uD83D", "\uDE00", "\u0000", "\n\"\\", "<|im_end|>"
    };

    private final Random random;
    private int depth;

    RandomValues(long seed) {
        this.random = new Random(seed);
    }

    <T> T of(Class<T> type) {
        return type.cast(any(type));
    }

    private Object any(Type type) {
        if (type instanceof ParameterizedType generic) {
            return collection(generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain.isSealed()) {
            return any(oneOf(plain.getPermittedSubclasses()));
        }
        if (plain.isEnum()) {
            return oneOf(plain.getEnumConstants());
        }
        if (plain.isRecord()) {
            return record(plain);
        }
        return scalar(plain);
    }

    private Object collection(ParameterizedType generic) {
        Type[] of = generic.getActualTypeArguments();
        int size = depth > DEEPEST ? 0 : random.nextInt(3);
        if (generic.getRawType() == List.class) {
            List<Object> list = new ArrayList<>();
            for (int index = 0; index < size; index++) {
                list.add(any(of[0]));
            }
            return list;
        }
        Map<Object, Object> map = new HashMap<>();
        for (int index = 0; index < size; index++) {
            map.put(any(of[0]), any(of[1]));
        }
        return map;
    }

    private Object scalar(Class<?> type) {
        if (type == String.class) {
            return oneOf(SNIPPETS) + oneOf(SNIPPETS);
        }
        if (type == int.class || type == Integer.class) {
            return oneOf(new Integer[] {-1, 0, 1, 5, 20, random.nextInt(), Integer.MAX_VALUE});
        }
        if (type == long.class) {
            return oneOf(new Long[] {0L, 1L, random.nextLong(), Long.MAX_VALUE, Long.MIN_VALUE});
        }
        if (type == boolean.class) {
            return random.nextBoolean();
        }
        if (type == float.class || type == Float.class) {
            return oneOf(new Float[] {0f, 1f, random.nextFloat(), Float.MIN_VALUE, 0.1f});
        }
        if (type == double.class) {
            return oneOf(new Double[] {-random.nextDouble() * 100, 0d, Double.NEGATIVE_INFINITY, Double.MIN_VALUE});
        }
        if (type == byte[].class) {
            byte[] bytes = new byte[random.nextInt(5)];
            random.nextBytes(bytes);
            return bytes;
        }
        if (type == Duration.class) {
            return Duration.ofNanos(random.nextLong());
        }
        throw new AssertionError("draw a value of " + type + " here");
    }

    private Object record(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            depth++;
            Object[] values = Arrays.stream(components)
                    .map(component -> any(component.getGenericType()))
                    .toArray();
            depth--;
            try {
                Constructor<?> canonical = type.getDeclaredConstructor(types);
                canonical.setAccessible(true);
                return canonical.newInstance(values);
            } catch (InvocationTargetException refused) {
                if (!(refused.getCause() instanceof IllegalArgumentException)) {
                    throw new AssertionError(refused);
                }
            } catch (ReflectiveOperationException impossible) {
                throw new AssertionError(impossible);
            }
        }
        throw new AssertionError(type + " refuses whatever is drawn for it");
    }

    private <T> T oneOf(T[] values) {
        return values[random.nextInt(values.length)];
    }
}
