using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http;

namespace DeAI.Chain.Grpc;

/// <summary>
/// Bounds the connections of one listener without letting strangers shut the others out: when there are as many as there may be, a new one
/// takes the place of the one that has been silent for longest, first of those that never made a call. Only when all are busy is it refused.
/// </summary>
internal sealed class ConnectionGuard(int limit)
{
    private static readonly object ItemKey = new();

    private readonly Lock _gate = new();
    private readonly LinkedList<GuardedConnection> _strangers = [];
    private readonly LinkedList<GuardedConnection> _idle = [];
    private int _count;

    /// <summary>A connection from its first byte to its last.</summary>
    public async Task RunAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        GuardedConnection guarded = new(this, connection);
        if (!TryEnter(guarded, out GuardedConnection? evicted))
        {
            connection.Abort(new ConnectionAbortedException("There are as many connections as there may be, and all have calls."));
            return;
        }

        evicted?.Connection.Abort(new ConnectionAbortedException("Another connection took the place of this one, which was idle."));
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
            guarded.Guard.Begin(guarded);
            return guarded;
        }

        return null;
    }

    private bool TryEnter(GuardedConnection connection, out GuardedConnection? evicted)
    {
        evicted = null;
        lock (_gate)
        {
            if (_count >= limit)
            {
                evicted = (_strangers.First ?? _idle.First)?.Value;
                if (evicted is null)
                {
                    return false;
                }

                Remove(evicted);
            }

            _count++;
            connection.Place = _strangers.AddLast(connection);
            return true;
        }
    }

    private void Begin(GuardedConnection connection)
    {
        lock (_gate)
        {
            if (connection.Calls++ == 0)
            {
                Unlist(connection);
            }
        }
    }

    private void End(GuardedConnection connection)
    {
        lock (_gate)
        {
            if (--connection.Calls == 0 && connection.IsCounted)
            {
                connection.Place = _idle.AddLast(connection);
            }
        }
    }

    private void Leave(GuardedConnection connection)
    {
        lock (_gate)
        {
            Remove(connection);
        }
    }

    private void Remove(GuardedConnection connection)
    {
        if (connection.IsCounted)
        {
            connection.IsCounted = false;
            _count--;
        }

        Unlist(connection);
    }

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

        public bool IsCounted { get; set; } = true;

        public void EndCall() => Guard.End(this);
    }
}
