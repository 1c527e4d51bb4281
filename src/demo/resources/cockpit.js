'use strict';
const time = document.getElementById('time');
const date = document.getElementById('date');
const link = document.getElementById('link');
const longestWait = 15000;
let wait = 500;

function show(state, text) {
  link.dataset.state = state;
  link.textContent = text;
}

function tick(event) {
  const now = new Date(event.data);
  time.dateTime = event.data;
  time.textContent = now.toLocaleTimeString(undefined, { hour12: false });
  date.textContent = now.toLocaleDateString(undefined, { weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' });
}

function connect() {
  const socket = new WebSocket(new URL('clock', location.href.replace(/^http/, 'ws')));
  socket.onopen = () => {
    wait = 500;
    show('live', 'live from the server');
  };
  socket.onmessage = tick;
  socket.onclose = () => {
    show('lost', 'connection lost, trying again');
    setTimeout(connect, wait + Math.random() * 300);
    wait = Math.min(wait * 2, longestWait);
  };
}

connect();
