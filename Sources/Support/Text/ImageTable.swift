/// A CSV that names images and their classes.
package struct ImageTable {
  /// An image's path as it stands and its class, in the table's order.
  package let rows: [(image: String, label: String)]

  /// Reads `bytes` of the table at `path`; `what` names the purpose in failures.
  ///
  /// Images stand in the column image, path, file or filename; classes in label, class, truth,
  /// wnid, synset or index.
  package init(_ bytes: [UInt8], path: String, what: String) throws(Failure) {
    let records: Records
    do throws(RecordsError) {
      records = try Records(csv: bytes)
    } catch {
      throw Failure(
        .badData, what, path, because: "it is no table of comma-separated values (\(error))",
        advice: "write a header 'image,label' and one image a line")
    }
    func column(_ names: [String]) -> String? {
      records.columns.first { names.contains($0.lowercased()) }
    }
    guard let image = column(["image", "path", "file", "filename"]),
      let label = column(["label", "class", "truth", "wnid", "synset", "index"])
    else {
      throw Failure(
        .badData, what, path, because: "it has no columns called image and label",
        advice: "begin it with the line image,label")
    }
    rows = records.rows.map { ($0[image], $0[label]) }
  }
}
