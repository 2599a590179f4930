using DeAI.Chain.Primitives;

namespace DeAI.Chain.Network;

/// <summary>
/// One session per peer. Two nodes that dial each other at once make two; both keep the one that the lower key dialled. Such collisions
/// happen within one handshake timeout of each other; later a second session means that the peer has lost the first, so the new one stays.
/// </summary>
internal sealed class SessionTable(PublicKey self, int maxSessions, TimeSpan collisionWindow, TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<PublicKey, PeerSession> _sessions = [];
    private volatile PeerSession[] _snapshot = [];

    public IReadOnlyList<PeerSession> Snapshot => _snapshot;

    public PeerSession? Find(PublicKey key)
    {
        lock (_gate)
        {
            return _sessions.GetValueOrDefault(key);
        }
    }

    /// <param name="replaced">The session that has to go in favour of the new one.</param>
    public Result Admit(PeerSession session, out PeerSession? replaced)
    {
        lock (_gate)
        {
            if (!_sessions.TryGetValue(session.Peer.Key, out replaced) && _sessions.Count >= maxSessions)
            {
                return Result.Refuse(NetworkErrors.TooManyConnections, $"{maxSessions} sessions are open");
            }

            if (replaced is not null && Prefers(replaced, session))
            {
                replaced = null;
                return Result.Refuse(NetworkErrors.DuplicateSession, "the session that the lower key dialled stays");
            }

            _sessions[session.Peer.Key] = session;
            _snapshot = [.. _sessions.Values];
            return Result.Ok;
        }
    }

    /// <returns>False when the session is not its peer's current one.</returns>
    public bool Remove(PeerSession session)
    {
        lock (_gate)
        {
            if (_sessions.GetValueOrDefault(session.Peer.Key) != session)
            {
                return false;
            }

            _sessions.Remove(session.Peer.Key);
            _snapshot = [.. _sessions.Values];
            return true;
        }
    }

    private bool Prefers(PeerSession present, PeerSession added)
    {
        bool collision = present.IsInitiator != added.IsInitiator && time.GetElapsedTime(present.Established) < collisionWindow;
        bool weAreLower = self < present.Peer.Key;
        return collision && present.IsInitiator == weAreLower;
    }
}
