package org.gradus.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.gradus.core.Indices;
import org.gradus.core.Shape;
import org.gradus.core.Tensor;

/** Reads comma-separated numbers whose last column is the class, under one line of headings. */
public final class LabelledCsv {
    /** The number of columns is checked here, for a message in this reader's own words. */
    private static final CsvReader.CsvReaderBuilder LENIENT_WIDTH = CsvReader.builder()
            .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
            .missingFieldStrategy(FieldMismatchStrategy.IGNORE);

    private LabelledCsv() {}

    /**
     * Reads a table.
     *
     * @param text the text; read to its end, not closed
     * @param name what to call it in messages
     * @return features {@code [rows, columns − 1]} and labels
     * @throws IOException when it cannot be read, is empty, a line has another number of columns than the headings, or a
     *     field is no number; the message names the line and column
     */
    public static Dataset read(Reader text, String name) throws IOException {
        List<float[]> rows = new ArrayList<>();
        List<Integer> classes = new ArrayList<>();
        int columns = -1;
        try {
            for (CsvRecord record : LENIENT_WIDTH.ofCsvRecord(text)) {
                if (columns < 0) {
                    columns = record.getFieldCount();
                    continue;
                }
                if (record.getFieldCount() != columns) {
                    throw new IOException(name + ": line " + record.getStartingLineNumber() + " has "
                            + record.getFieldCount() + " columns, the headings have " + columns);
                }
                float[] row = new float[columns - 1];
                for (int c = 0; c < row.length; c++) {
                    row[c] = number(record, c, name);
                }
                rows.add(row);
                classes.add(label(record, columns - 1, name));
            }
        } catch (CsvParseException e) {
            throw new IOException(name + ": " + e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        if (rows.isEmpty()) {
            throw new IOException(name + ": expected headings and at least one line of numbers, found none");
        }
        int width = columns - 1;
        float[] values = new float[Math.multiplyExact(rows.size(), width)];
        int[] labels = new int[rows.size()];
        for (int i = 0; i < labels.length; i++) {
            System.arraycopy(rows.get(i), 0, values, i * width, width);
            labels[i] = classes.get(i);
        }
        return Dataset.of(Tensor.wrap(Shape.of(labels.length, width), values), Indices.of(labels));
    }

    private static float number(CsvRecord record, int column, String name) throws IOException {
        try {
            return Float.parseFloat(record.getField(column).strip());
        } catch (NumberFormatException e) {
            throw new IOException(where(record, column, name) + "expected a number", e);
        }
    }

    private static int label(CsvRecord record, int column, String name) throws IOException {
        try {
            int label = Integer.parseInt(record.getField(column).strip());
            if (label >= 0) {
                return label;
            }
        } catch (NumberFormatException e) {
            throw new IOException(where(record, column, name) + "expected a class number", e);
        }
        throw new IOException(where(record, column, name) + "classes count from 0");
    }

    private static String where(CsvRecord record, int column, String name) {
        return name + ": line " + record.getStartingLineNumber() + ", column " + (column + 1) + ": '"
                + record.getField(column) + "': ";
    }
}
