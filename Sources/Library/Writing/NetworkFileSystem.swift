import Foundation
import Support

/// Which file systems several machines share.
package enum NetworkFileSystem {
  /// Whether `path` lies on one.
  static func holds(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0,
      let table = try? InputFile.read("/proc/self/mountinfo", what: "can't read the mounts")
    else { return false }
    return type(of: UInt64(status.st_dev), in: String(decoding: table, as: UTF8.self))
      .map(isShared) ?? false
  }

  /// The type of the file system on `device` in the kernel's table: `ext4`, `nfs4`, `fuse.sshfs`.
  package static func type(of device: UInt64, in table: String) -> String? {
    let major = device >> 8 & 0xFFF | device >> 32 & ~0xFFF
    let minor = device & 0xFF | device >> 12 & ~0xFF
    for line in table.split(separator: "\n") {
      let fields = line.split(separator: " ")
      // The number of optional fields before the dash varies.
      guard fields.count > 2, fields[2] == "\(major):\(minor)",
        let dash = fields.firstIndex(of: "-"), dash + 1 < fields.count
      else { continue }
      return String(fields[dash + 1])
    }
    return nil
  }

  /// Whether file systems of this type are shared.
  package static func isShared(_ type: String) -> Bool { types.contains(type) }

  private static let types: Set<String> = [
    "nfs", "nfs4", "cifs", "smb3", "lustre", "gpfs", "ceph", "fuse.ceph", "beegfs", "afs",
    "fuse.sshfs", "fuse.glusterfs", "fuse.s3fs", "9p", "ocfs2", "gfs2",
  ]
}
