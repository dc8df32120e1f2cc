#include <fmt/format.h>

#include "base/files.hpp"
#include "gmat_sweep/report.hpp"
#include "report/page_assets.hpp"
#include "report/page_data.hpp"
#include "report/svg.hpp"

namespace gmat_sweep {

namespace {

/// JSON that stays within its script element whatever texts it holds.
std::string json_for_html(const Value::Map& data) {
  const std::string json = to_json(data);
  std::string result;
  result.reserve(json.size());
  for (char c : json) {
    if (c == '<') {
      result += "\\u003c";
    } else {
      result += c;
    }
  }
  return result;
}

void add_script(std::string& html, std::string_view script) {
  html += "<script>";
  html += script;
  html += "</script>\n";
}

}  // namespace

std::string report_html(const Manifest& manifest, const ReportOptions& options) {
  const Value::Map data = report::page_data(manifest, options);
  const report::PageAssets assets = report::page_assets();
  std::string html = R"(<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline' 'unsafe-eval'; img-src data:">
<link rel="icon" href="data:,">
<title>)";
  html += report::escape_xml(data.at("title").as_string());
  html += "</title>\n<style>";
  html += assets.style;
  html += R"(</style>
</head>
<body>
<noscript>This page draws its figures with JavaScript, which is switched off.</noscript>
<script type="application/json" id="data">)";
  html += json_for_html(data);
  html += "</script>\n";
  add_script(html, assets.vega);
  add_script(html, assets.vega_lite);
  add_script(html, assets.vega_embed);
  add_script(html, assets.script);
  html += "</body>\n</html>\n";
  return html;
}

void write_report(const Manifest& manifest, const std::filesystem::path& path,
                  const ReportOptions& options) {
  write_file_atomically(path, report_html(manifest, options));
}

}  // namespace gmat_sweep
