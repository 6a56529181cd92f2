# SPDX-License-Identifier: MIT
# Memory: one panel per workload, one bar per method, anonymous and file pages apart.
#
#     gnuplot -d -c rss.gp rss.dat rss.svg svg      (or: rss.png png)
#
# Reads the blocks of its data file and nothing else; all names come from there.
# What belongs to another panel is placed at y = outside, where it is not drawn.

data = ARG1
set datafile separator '\t'
set datafile missing 'NaN'
set encoding utf8
set colorsequence podo

# Sizes in pixels.
width = 1000
left = 132
right = 18
gap = 26
title_height = 19
legend_height = 22
panel_extra = 60
row_height = 19
foot = 64
outside = -1000

stats data index 'counts' using 1 name 'panels' nooutput
stats data index 'counts' using 2 name 'rows' nooutput
stats data index 'counts' using 3 name 'titles' nooutput
stats data index 'tics' using 1 name 'tics' nooutput
panels = int(panels_max)
rows = rows_max
tics = int(tics_records)

array axis_high[panels]
array idle[panels]
array title[panels]
stats data index 'panels' using (axis_high[int($1) + 1] = $2, idle[int($1) + 1] = $3, \
    title[int($1) + 1] = strcol(4), $1) nooutput
array tic_panel[tics]
array tic_place[tics]
array tic_label[tics]
stats data index 'tics' using (tic_panel[int($0) + 1] = $1, tic_place[int($0) + 1] = $2, \
    tic_label[int($0) + 1] = strcol(3), $1) nooutput

columns = panels > 1 ? 2 : 1
lines = int(ceil(panels / real(columns)))
panel_height = int(ceil(rows * row_height))
head = 14 + title_height * titles_max + legend_height
height = int(head + lines * (panel_height + panel_extra) + foot)
panel_width = (width - left - right - gap * (columns - 1)) / columns

anonymous = 0xe69f00
file = 0x009e73

if (ARG3 eq 'png') {
    set terminal pngcairo size 2 * width, 2 * height font 'sans-serif,12' fontscale 1.5 \
        linewidth 2 pointscale 3 background '#ffffff' noenhanced
} else {
    set terminal svg size width, height font 'sans-serif,12' background '#ffffff' noenhanced
}
set output ARG2
set multiplot

# The whole canvas: titles, legend, caption.
set lmargin at screen 0
set rmargin at screen 1
set bmargin at screen 0
set tmargin at screen 1
unset border
unset tics
unset key
set xrange [0:width]
set yrange [height:0]
legend_y = 22 + title_height * titles_max
array legend[4]
legend[1] = 'own memory: anonymous pages'
legend[2] = 'file pages: mapped page cache and program code'
legend[3] = 'peak'
legend[4] = 'an idle process'
array legend_x[4]
legend_x[1] = 18
legend_x[2] = 244
legend_x[3] = 584
legend_x[4] = 660
plot data index 'titles' using (16):($1 == 0 ? 18 : outside):2 \
        with labels left noenhanced font ',15' textcolor rgb '#000000', \
    data index 'titles' using (16):($1 > 0 ? 20 + title_height * $1 : outside):2 \
        with labels left noenhanced font ',12' textcolor rgb '#444444', \
    for [i = 1:2] data index 'counts' using (legend_x[i]):(legend_y): \
        (legend_x[i]):(legend_x[i] + 14):(legend_y - 6):(legend_y + 6) \
        with boxxyerror fillstyle solid noborder \
        linecolor rgb (i == 1 ? anonymous : file), \
    data index 'counts' using (legend_x[3] + 7):(legend_y - 7):(0):(14) \
        with vectors nohead linewidth 2.5 linecolor rgb '#000000', \
    data index 'counts' using (legend_x[4] + 7):(legend_y - 7):(0):(14) \
        with vectors nohead linewidth 1.2 dashtype 3 linecolor rgb '#000000', \
    for [i = 1:4] data index 'counts' using (legend_x[i] + 20):(legend_y):(legend[i]) \
        with labels left noenhanced font ',12' textcolor rgb '#000000', \
    data index 'counts' using (16):(height - 32):('median over the rounds of the whole \
process; bars: just before the last pass lets go of the file; shaded: the mmap methods') \
        with labels left noenhanced font ',12' textcolor rgb '#000000', \
    data index 'counts' using (16):(height - 14):('figures: own memory + mapped page cache, \
which the kernel can take back; read() fills the same cache without being charged for it') \
        with labels left noenhanced font ',12' textcolor rgb '#000000'

# The panels.
set border 1 linecolor rgb '#888888'
set yrange [rows - 0.5:-0.6]
do for [p = 0:panels - 1] {
    column = p % columns
    x = left + column * (panel_width + gap)
    y = head + (p / columns) * (panel_height + panel_extra) + 28
    set lmargin at screen real(x) / width
    set rmargin at screen real(x + panel_width) / width
    set tmargin at screen 1 - real(y) / height
    set bmargin at screen 1 - real(y + panel_height) / height
    high = axis_high[p + 1]
    note_x = idle[p + 1] == idle[p + 1] ? idle[p + 1] : 0
    set xrange [0:high]
    set xtics () scale 0.5 nomirror textcolor rgb '#444444'
    do for [t = 1:tics] {
        if (tic_panel[t] == p) {
            set xtics add (tic_label[t] tic_place[t])
        }
    }
    set grid xtics linetype 1 linecolor rgb '#e4e4e4' back
    set label 1 title[p + 1] at graph 0, 1 offset 0, 0.9 left noenhanced font ',14'
    set xlabel (p + columns >= panels ? 'resident memory' : '') offset 0, 0.4 \
        font ',12' textcolor rgb '#444444'
    mine(panel, at) = panel == p ? at : outside
    top(panel, at) = mine(panel, at) - 0.34
    plot data index 'mmap band' using (0):1:(0):(high):1:2 \
            with boxxyerror fillstyle solid 0.08 noborder linecolor rgb '#0072b2', \
        data index 'bars' using (0):(mine($1, $2)):(0):3:(top($1, $2)):(top($1, $2) + 0.68) \
            with boxxyerror fillstyle solid noborder linecolor rgb anonymous, \
        data index 'bars' using 3:(mine($1, $2)):3:4:(top($1, $2)):(top($1, $2) + 0.68) \
            with boxxyerror fillstyle solid noborder linecolor rgb file, \
        data index 'bars' using 5:(mine($1, $2) - 0.4):(0):(0.8) \
            with vectors nohead linewidth 2.5 linecolor rgb '#000000', \
        data index 'panels' using 3:(mine($1, -0.5)):(0):(rows) \
            with vectors nohead dashtype 3 linewidth 1.2 linecolor rgb '#000000', \
        data index 'bars' using 6:(mine($1, $2)):7 \
            with labels left offset 0.8, 0 noenhanced font ',11' textcolor rgb '#000000', \
        data index 'notes' using (note_x):(mine($1, $2)):3 \
            with labels left offset 0.6, 0 noenhanced font ',10' textcolor rgb '#777777', \
        data index 'methods' using (0):(column == 0 ? $1 : outside):2 \
            with labels right offset -0.8, 0 noenhanced font ',12' textcolor rgb '#000000'
}
unset multiplot
unset output
