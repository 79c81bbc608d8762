import Glibc
import Testing

@testable import wijkclient

@Suite struct SecretFileTests {
    private func mode(_ path: String) -> UInt32 {
        var information = stat()
        return unsafe stat(path, &information) == 0 ? information.st_mode & 0o777 : 0
    }

    @Test func `a secret is for its owner alone, and can be replaced`() throws {
        let space = try Workspace()
        let folder = try space.folder("a/b")
        try folder.make(.english)
        #expect(mode(folder.path) == 0o700 && mode(space.path + "/a") == 0o700)
        #expect(try folder.token.read(.english) == nil)
        for text in ["first", "second"] {
            try folder.token.write(text, .english)
            #expect(mode(folder.token.path) == 0o600)
            #expect(try folder.token.read(.english) == text)
        }
    }

    @Test func `one that others may read, or that is a link, is not used`() throws {
        let space = try Workspace()
        let path = try space.write("secret", "x")
        _ = unsafe chmod(path, 0o640)
        #expect(throws: ClientError.self) { try SecretFile(path: path).read(.english) }
        _ = unsafe chmod(path, 0o600)
        #expect(try SecretFile(path: path).read(.english) == "x")
        #expect(unsafe symlink(path, space.path + "/link") == 0)
        let error = #expect(throws: ClientError.self) { try SecretFile(path: space.path + "/link").read(.english) }
        #expect(error?.status == .notEnrolled)
    }

    @Test(arguments: [
        (["WIJK_REPLICA": "/x/"], "/x"), (["XDG_DATA_HOME": "/data", "HOME": "/h"], "/data/wijk/replica"),
        (["HOME": "/h"], "/h/.local/share/wijk/replica"),
        (["XDG_DATA_HOME": "relative", "HOME": "/h"], "/h/.local/share/wijk/replica"),
    ])
    func `the replica lies where the environment says`(variables: [String: String], path: String) throws {
        #expect(try ReplicaFolder(option: nil, environment: Environment(variables)).path == path)
        #expect(try ReplicaFolder(option: "/y", environment: Environment(variables)).path == "/y")
    }
}
