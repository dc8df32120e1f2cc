#include <fmt/format.h>

#include <cmath>
#include <fstream>
#include <ostream>
#include <string>
#include <type_traits>

#include "analysis/columns.hpp"
#include "base/files.hpp"
#include "gmat_sweep/errors.hpp"
#include "gmat_sweep/tables.hpp"
#include "gmat_sweep/value.hpp"
#include "store/parquet_writer.hpp"
#include "store/rows.hpp"

namespace gmat_sweep {
namespace {

void append_csv_text(const std::string& text, std::string& out) {
  // Empty text is quoted to tell it from a missing one.
  bool is_plain = !text.empty() && text.find_first_of(",\"\r\n") == std::string::npos;
  if (is_plain) {
    out += text;
    return;
  }
  out += '"';
  for (char c : text) {
    if (c == '"') out += '"';
    out += c;
  }
  out += '"';
}

void append_csv_value(const Column& column, std::size_t row, std::string& out) {
  if (store::is_missing(column, row)) return;
  if (const auto* texts = std::get_if<std::vector<std::string>>(&column.values)) {
    append_csv_text((*texts)[row], out);
  } else {
    out += to_text(column, row);
  }
}

std::string json_value(const Column& column, std::size_t row) {
  if (store::is_missing(column, row)) return "null";
  return std::visit(
      [&]<class T>(const std::vector<T>& values) -> std::string {
        if constexpr (std::is_same_v<T, Timestamp>) {
          return to_json(to_iso8601(values[row]));
        } else {
          return to_json(Value(T(values[row])));
        }
      },
      column.values);
}

void append_json_row(const Table& rows, const std::vector<std::string>& keys, std::size_t row,
                     std::string& out) {
  out += '{';
  for (std::size_t i = 0; i < keys.size(); ++i) {
    if (i > 0) out += ", ";
    out += keys[i];
    out += json_value(rows.columns[i], row);
  }
  out += '}';
}

/// Lets `write` fill a file under another name, which then, durable, takes the name `path`.
template <class Write>
void write_aside(const std::filesystem::path& path, Write write) {
  std::filesystem::path part = path;
  part += ".part";
  try {
    std::ofstream out(part, std::ios::binary);
    if (!out) throw GmatSweepError("cannot create " + part.string());
    write(out);
    out.close();
    if (!out) throw GmatSweepError("cannot write " + part.string());
    sync_file(part);
    std::error_code error;
    std::filesystem::rename(part, path, error);
    if (error) {
      throw GmatSweepError(
          fmt::format("cannot rename {} to {}: {}", part.string(), path.string(), error.message()));
    }
  } catch (...) {
    std::error_code ignored;
    std::filesystem::remove(part, ignored);
    throw;
  }
  sync_directory(path.has_parent_path() ? path.parent_path() : ".");
}

void write_parquet_file(const LazyTable& table, const std::filesystem::path& path) {
  store::ParquetStream stream(path, table.schema());
  table.for_each_chunk([&](const Table& rows) { stream.append(rows); });
  stream.close();
}

}  // namespace

void write_csv(const LazyTable& table, std::ostream& out) {
  std::string text;
  const std::vector<Column>& columns = table.schema().columns;
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (i > 0) text += ',';
    append_csv_text(columns[i].name, text);
  }
  text += '\n';
  out << text;
  table.for_each_chunk([&](const Table& rows) {
    text.clear();
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
      for (std::size_t i = 0; i < rows.columns.size(); ++i) {
        if (i > 0) text += ',';
        append_csv_value(rows.columns[i], row, text);
      }
      text += '\n';
    }
    out << text;
  });
}

void write_json(const LazyTable& table, std::ostream& out) {
  std::vector<std::string> keys;
  for (const Column& column : table.schema().columns) keys.push_back(to_json(column.name) + ": ");
  std::string text = "[";
  bool is_first = true;
  table.for_each_chunk([&](const Table& rows) {
    for (std::size_t row = 0; row < rows.row_count(); ++row) {
      text += is_first ? "\n" : ",\n";
      is_first = false;
      append_json_row(rows, keys, row, text);
    }
    out << text;
    text.clear();
  });
  out << text << (is_first ? "]\n" : "\n]\n");
}

void write_table(const LazyTable& table, const std::filesystem::path& path) {
  std::string ending = path.extension().string();
  if (ending == ".parquet") return write_parquet_file(table, path);
  if (ending == ".csv") {
    return write_aside(path, [&](std::ostream& out) { write_csv(table, out); });
  }
  if (ending == ".json") {
    return write_aside(path, [&](std::ostream& out) { write_json(table, out); });
  }
  throw SweepConfigError(fmt::format(
      "cannot tell from the ending \"{}\" how to write {}; .csv, .parquet and .json are "
      "known",
      ending, path.string()));
}

}  // namespace gmat_sweep
