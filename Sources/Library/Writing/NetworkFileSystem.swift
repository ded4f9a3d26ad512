import Foundation
import Support

/// Detects network file systems.
package enum NetworkFileSystem {
  /// True if `path` is on a network file system.
  static func holds(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0,
      let table = try? InputFile.read("/proc/self/mountinfo", what: "can't read the mounts")
    else { return false }
    return type(of: UInt64(status.st_dev), in: String(decoding: table, as: UTF8.self))
      .map(isShared) ?? false
  }

  /// The type of the file system on `device` in a mountinfo table: `ext4`, `nfs4`, `fuse.sshfs`.
  package static func type(of device: UInt64, in table: String) -> String? {
    let major = device >> 8 & 0xFFF | device >> 32 & ~0xFFF
    let minor = device & 0xFF | device >> 12 & ~0xFF
    for line in table.split(separator: "\n") {
      let fields = line.split(separator: " ")
      // A varying number of optional fields precedes the dash.
      guard fields.count > 2, fields[2] == "\(major):\(minor)",
        let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count
      else { continue }
      return String(fields[dash + 1])
    }
    return nil
  }

  package static func isShared(_ type: String) -> Bool { types.contains(type) }

  private static let types: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "lustre", "gpfs", "ceph", "fuse.ceph", "beegfs", "afs",
    "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "9p", "ocfs2", "gfs2",
  ]
}
