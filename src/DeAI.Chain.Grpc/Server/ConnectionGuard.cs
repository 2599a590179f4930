using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace DeAI.Chain.Grpc;

/// <summary>
/// Bounds the connections of one listener without letting strangers shut the others out: one that makes its first call when there are as many
/// as there may be takes the place of the one that has been idle for longest, and is closed where all have calls. Those that have made no call
/// are bounded apart, and the oldest of them makes room.
/// </summary>
internal sealed class ConnectionGuard(int limit)
{
    /// <summary>
    /// Connections that have made no call yet, for each that may have: they cost little, and the more there may be the longer each has for its
    /// first call while a crowd comes again and again.
    /// </summary>
    private const int StrangersForAPlace = 4;

    private static readonly object ItemKey = new();

    private readonly Lock _gate = new();
    private readonly LinkedList<GuardedConnection> _strangers = [];
    private readonly LinkedList<GuardedConnection> _idle = [];
    private int _known;

    /// <summary>A connection from its first byte to its last.</summary>
    public async Task RunAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        GuardedConnection guarded = new(this, connection);
        Abort(Enter(guarded));
        connection.Items[ItemKey] = guarded;
        try
        {
            await next(connection);
        }
        finally
        {
            Leave(guarded);
        }
    }

    /// <summary>Tells the connection's guard, if it has one, that a call has begun on it. The caller ends what comes back.</summary>
    public static GuardedConnection? BeginCall(HttpContext context)
    {
        if (context.Features.Get<IConnectionItemsFeature>()?.Items.TryGetValue(ItemKey, out object? found) == true && found is GuardedConnection guarded)
        {
            Abort(guarded.Guard.Begin(guarded));
            return guarded;
        }

        return null;
    }

    private GuardedConnection? Enter(GuardedConnection connection)
    {
        lock (_gate)
        {
            GuardedConnection? evicted = _strangers.Count >= StrangersForAPlace * limit ? _strangers.First!.Value : null;
            if (evicted is not null)
            {
                Unlist(evicted);
            }

            connection.Place = _strangers.AddLast(connection);
            return evicted;
        }
    }

    /// <returns>The connection that has to go; the connection itself where all others have calls.</returns>
    private GuardedConnection? Begin(GuardedConnection connection)
    {
        lock (_gate)
        {
            if (connection.Calls++ > 0)
            {
                return null;
            }

            Unlist(connection);
            if (connection.IsKnown)
            {
                return null;
            }

            connection.IsKnown = true;
            if (++_known <= limit)
            {
                return null;
            }

            GuardedConnection evicted = _idle.First?.Value ?? connection;
            Leave(evicted);
            return evicted;
        }
    }

    private void End(GuardedConnection connection)
    {
        lock (_gate)
        {
            if (--connection.Calls == 0 && connection.IsKnown)
            {
                connection.Place = _idle.AddLast(connection);
            }
        }
    }

    private void Leave(GuardedConnection connection)
    {
        lock (_gate)
        {
            if (connection.IsKnown)
            {
                connection.IsKnown = false;
                _known--;
            }

            Unlist(connection);
        }
    }

    private static void Abort(GuardedConnection? evicted) =>
        evicted?.Connection.Abort(new ConnectionAbortedException("There are as many connections as there may be; another took the place of this one."));

    private static void Unlist(GuardedConnection connection)
    {
        connection.Place?.List?.Remove(connection.Place);
        connection.Place = null;
    }

    /// <summary>One connection of a guard; its fields belong to the guard's lock.</summary>
    internal sealed class GuardedConnection(ConnectionGuard guard, ConnectionContext connection)
    {
        public ConnectionGuard Guard { get; } = guard;

        public ConnectionContext Connection { get; } = connection;

        public LinkedListNode<GuardedConnection>? Place { get; set; }

        public int Calls { get; set; }

        /// <summary>Has made a call, and counts.</summary>
        public bool IsKnown { get; set; }

        public void EndCall() => Guard.End(this);
    }
}
